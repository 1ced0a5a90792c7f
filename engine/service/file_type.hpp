// What a file is, by its bytes: a short closed list of kinds that people attach to documents and that run
// nothing. What it is called, or said to be, only has to agree. Pure; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace yellowsea {

// The bytes of a file, wherever they are: at most `count` from `from` on.
struct FileBytes {
  std::uint64_t size = 0;
  std::function<Result<std::string>(std::uint64_t from, std::size_t count)> read;
};

// The media type. Errors: invalid ("empty_file"), unsupported ("file_type": none of the list; "file_ending":
// the name's ending says something else; "file_macros": it holds macros), and what `read` answers.
Result<std::string> media_type_of(const FileBytes& file, std::string_view name);

// A name as people see it: no folders before it, nothing invisible in it. Errors: malformed ("file_name").
Result<std::string> file_name_of(std::string_view name);

// The endings of the list, for messages: "pdf, png, …".
std::string file_endings();

}  // namespace yellowsea
