// What is wrong with a definition, and where: like a compiler's messages. Values.
#pragma once

#include <string>
#include <vector>

#include "engine/base/json_read.hpp"

namespace yellowsea::machine {

enum class Severity { error, warning };

struct Diagnostic {
  Severity severity = Severity::error;
  std::string pointer;  // JSON Pointer into the file
  std::string rule;     // stable name: "unknown_key", "unknown_target", …
  std::string message;  // English: what is wrong, what to do
  TextPlace place;
};

// "FILE:LINE:COLUMN: error: MESSAGE [RULE]"
std::string to_text(const std::string& file, const Diagnostic& diagnostic);
bool has_errors(const std::vector<Diagnostic>& diagnostics);

}  // namespace yellowsea::machine
