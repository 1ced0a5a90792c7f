#include "engine/machine/parse_context.hpp"

#include <algorithm>

#include "engine/base/json_pointer.hpp"
#include "engine/machine/path.hpp"

namespace yellowsea::machine {
namespace {

bool has_known_root(const std::string& path) {
  for (const std::string_view root : {"/fields", "/data", "/actor", "/item", "/linked", "/each"}) {
    if (path.rfind(root, 0) == 0 && (path.size() == root.size() || path[root.size()] == '/')) return true;
  }
  return path == "/now";
}

}  // namespace

Node Node::member(const std::string& key) const {
  return Node{json.at(key), pointer + "/" + pointer_segment(key)};
}

Node Node::element(std::size_t index) const {
  return Node{json.at(index), pointer + "/" + std::to_string(index)};
}

void ParseContext::error(const Node& node, std::string rule, std::string message) {
  diagnostics.push_back(Diagnostic{Severity::error, node.pointer, std::move(rule), std::move(message), {}});
}

void ParseContext::warning(const Node& node, std::string rule, std::string message) {
  diagnostics.push_back(Diagnostic{Severity::warning, node.pointer, std::move(rule), std::move(message), {}});
}

void ParseContext::only_keys(const Node& node, std::initializer_list<std::string_view> allowed,
                             std::string_view of_what) {
  for (const auto& [key, value] : node.json.items()) {
    if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
    std::string known;
    for (const std::string_view name : allowed) known += (known.empty() ? "" : ", ") + std::string(name);
    error(node.member(key), "unknown_key",
          "'" + key + "' is no key of " + std::string(of_what) + "; known are: " + known);
  }
}

std::string ParseContext::text(const Node& node, const std::string& key) {
  if (!node.json.contains(key)) return {};
  const Node member = node.member(key);
  if (!member.json.is_string()) {
    error(member, "type", "'" + key + "' must be a text");
    return {};
  }
  return member.json.get<std::string>();
}

std::string ParseContext::required_text(const Node& node, const std::string& key) {
  if (!node.json.contains(key)) {
    error(node, "missing_key", "'" + key + "' is missing here");
    return {};
  }
  std::string value = text(node, key);
  if (value.empty() && node.json.at(key).is_string())
    error(node.member(key), "empty", "'" + key + "' must not be empty");
  return value;
}

bool ParseContext::flag(const Node& node, const std::string& key) {
  if (!node.json.contains(key)) return false;
  const Node member = node.member(key);
  if (!member.json.is_boolean()) {
    error(member, "type", "'" + key + "' must be true or false");
    return false;
  }
  return member.json.get<bool>();
}

std::vector<std::string> ParseContext::text_list(const Node& node, const std::string& key) {
  std::vector<std::string> list;
  if (!node.json.contains(key)) return list;
  const Node member = node.member(key);
  if (member.json.is_string()) return {member.json.get<std::string>()};
  if (!member.json.is_array()) {
    error(member, "type", "'" + key + "' must be a text or a list of texts");
    return list;
  }
  for (std::size_t i = 0; i < member.json.size(); ++i) {
    if (member.json[i].is_string()) {
      list.push_back(member.json[i].get<std::string>());
    } else {
      error(member.element(i), "type", "every element of '" + key + "' must be a text");
    }
  }
  return list;
}

std::string ParseContext::path(const Node& node, const std::string& key, bool required) {
  std::string value = required ? required_text(node, key) : text(node, key);
  if (value.empty()) return value;
  if (!is_pointer(value) || !has_known_root(value)) {
    error(
        node.member(key), "path",
        "'" + value +
            "' is no path: it must be a JSON Pointer that begins with /fields, /data, /actor, /now or /item");
  }
  return value;
}

std::optional<Duration> ParseContext::duration(const Node& node, const std::string& key) {
  if (!node.json.contains(key)) return std::nullopt;
  const std::string value = text(node, key);
  const auto parsed = parse_duration(value);
  if (!parsed && node.json.at(key).is_string()) {
    error(node.member(key), "duration", "'" + value + "' is no ISO 8601 duration such as P90D or -P1Y6M");
  }
  return parsed;
}

std::string to_text(const std::string& file, const Diagnostic& diagnostic) {
  return file + ":" + std::to_string(diagnostic.place.line) + ":" + std::to_string(diagnostic.place.column) +
         ": " + (diagnostic.severity == Severity::error ? "error" : "warning") + ": " + diagnostic.message +
         " [" + diagnostic.rule + "]";
}

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
}

}  // namespace yellowsea::machine
