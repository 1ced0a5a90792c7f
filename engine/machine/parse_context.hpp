// What the parts of the definition parser share: where we are in the file, and what was found wrong so far.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/definition.hpp"
#include "engine/machine/diagnostic.hpp"

namespace yellowsea::machine {

// One place in the definition: the value and its pointer.
struct Node {
  const OrderedJson& json;
  std::string pointer;

  Node member(const std::string& key) const;
  Node element(std::size_t index) const;
};

class ParseContext {
 public:
  void error(const Node& node, std::string rule, std::string message);
  void warning(const Node& node, std::string rule, std::string message);
  // Reports every member whose key isn't in the list.
  void only_keys(const Node& node, std::initializer_list<std::string_view> allowed, std::string_view of_what);
  // The member's text, "" (and an error, if it is there but no string) otherwise.
  std::string text(const Node& node, const std::string& key);
  std::string required_text(const Node& node, const std::string& key);
  bool flag(const Node& node, const std::string& key);
  std::vector<std::string> text_list(const Node& node, const std::string& key);
  // A path of guards and actions: a JSON Pointer with a known root.
  std::string path(const Node& node, const std::string& key, bool required);
  std::optional<Duration> duration(const Node& node, const std::string& key);

  std::vector<Diagnostic> diagnostics;
};

Guard parse_guard(ParseContext& context, const Node& node);
std::vector<Action> parse_actions(ParseContext& context, const Node& node);
Selection parse_selection(ParseContext& context, const Node& node);
// A key of `after`: the name of a delay, or an ISO 8601 duration.
std::optional<Delay> parse_delay(ParseContext& context, const Node& node);
// An error if that duration of a delay, which stands there, is before its own beginning.
void demand_forward(ParseContext& context, const Node& node, const Duration& duration);
// Fills `states`, `transitions` and `state_by_path` from the machine's configuration.
void parse_machine(ParseContext& context, const Node& machine, const std::map<std::string, Delay>& delays,
                   Definition& definition);

}  // namespace yellowsea::machine
