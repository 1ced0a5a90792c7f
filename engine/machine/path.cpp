#include "engine/machine/path.hpp"

#include <charconv>
#include <optional>
#include <vector>

namespace yellowsea::machine {
namespace {

// Unescapes one reference token; nullopt for a bad escape.
std::optional<std::string> unescape(std::string_view token) {
  std::string result;
  result.reserve(token.size());
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      result.push_back(token[i]);
      continue;
    }
    if (i + 1 == token.size() || (token[i + 1] != '0' && token[i + 1] != '1')) return std::nullopt;
    result.push_back(token[++i] == '0' ? '~' : '/');
  }
  return result;
}

std::optional<std::vector<std::string>> tokens_of(std::string_view pointer) {
  std::vector<std::string> tokens;
  if (pointer.empty()) return tokens;
  if (pointer.front() != '/') return std::nullopt;
  std::size_t begin = 1;
  while (true) {
    const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
    auto token = unescape(pointer.substr(begin, end - begin));
    if (!token) return std::nullopt;
    tokens.push_back(std::move(*token));
    if (end == pointer.size()) return tokens;
    begin = end + 1;
  }
}

std::optional<std::size_t> index_of(std::string_view token) {
  if (token.empty() || (token.size() > 1 && token.front() == '0')) return std::nullopt;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc{} || end != token.data() + token.size()) return std::nullopt;
  return index;
}

// Splits "/fields/a/b" into its root name and the pointer below it.
std::pair<std::string_view, std::string_view> split_root(std::string_view path) {
  if (path.empty() || path.front() != '/') return {};
  const std::size_t end = std::min(path.find('/', 1), path.size());
  return {path.substr(1, end - 1), path.substr(end)};
}

// Where a value stands in its holder: a member, made if there is none, or an element that is there; else
// nullptr.
Json* place_in(Json& holder, const std::string& token) {
  if (holder.is_null()) holder = Json::object();
  if (holder.is_object()) return &holder[token];
  const auto index = holder.is_array() ? index_of(token) : std::nullopt;
  return index && *index < holder.size() ? &holder[*index] : nullptr;
}

// `object` is a JSON object.
const Json* member_of(const Json& object, std::string_view name) {
  const auto& members = object.get_ref<const Json::object_t&>();
  // In what events and callers hold a walk that compares lengths first takes half of what the tree's search
  // does.
  constexpr std::size_t few = 6;
  if (members.size() <= few) {
    for (const auto& [key, value] : members) {
      if (key == name) return &value;
    }
    return nullptr;
  }
  const auto member = members.find(name);
  return member == members.end() ? nullptr : &member->second;
}

// A bad escape names no member.
const Json* escaped_member_of(const Json& object, std::string_view token) {
  const auto name = unescape(token);
  return name ? member_of(object, *name) : nullptr;
}

// The root, and where the pointer below it begins.
std::pair<PathRoot, std::string_view> root_of(std::string_view path) {
  const auto [root, rest] = split_root(path);
  if (root == "fields") return {PathRoot::fields, rest};
  if (root == "data") return {PathRoot::data, rest};
  if (root == "actor") return {PathRoot::actor, rest};
  if (root == "item") return {PathRoot::item, rest};
  if (root == "each") return {PathRoot::each, rest};
  if (root == "now") return {PathRoot::now, rest};
  if (root != "linked") return {PathRoot::nowhere, rest};
  const auto [part, below] = split_root(rest);
  if (part == "fields") return {PathRoot::linked_fields, below};
  if (part == "item") return {PathRoot::linked_item, below};
  return {PathRoot::nowhere, below};
}

// One step down; nullptr if there is nothing.
const Json* step(const Json& from, std::string_view token) {
  if (from.is_object()) return member_of(from, token);
  if (!from.is_array()) return nullptr;
  const auto index = index_of(token);
  return index && *index < from.size() ? &from[*index] : nullptr;
}

const Json* follow(const Json* from, const std::vector<std::string>& tokens) {
  for (const std::string& token : tokens) {
    if (from == nullptr) return nullptr;
    from = step(*from, token);
  }
  return from;
}

Found below(const Json* root, std::string_view rest) {
  return Found(root == nullptr ? nullptr : at_pointer(*root, rest));
}

Found name_below(const std::optional<ItemName>& name, std::string_view rest) {
  if (!name) return Found(nullptr);
  if (rest == "/id") return Found(Json(name->id));
  if (rest == "/kind") return Found(Json(name->kind));
  return Found(rest.empty() ? Json{{"kind", name->kind}, {"id", name->id}} : Json(nullptr));
}

}  // namespace

const Json* at_pointer(const Json& root, std::string_view pointer) {
  const Json* current = &root;
  std::size_t begin = 0;
  while (begin < pointer.size()) {
    if (pointer[begin] != '/') return nullptr;
    std::size_t end = begin + 1;
    bool escaped = false;
    for (; end < pointer.size() && pointer[end] != '/'; ++end) escaped = escaped || pointer[end] == '~';
    const std::string_view token = pointer.substr(begin + 1, end - begin - 1);
    current = escaped && current->is_object() ? escaped_member_of(*current, token) : step(*current, token);
    if (current == nullptr) return nullptr;
    begin = end;
  }
  return current;
}

Path::Path(std::string text) : text_(std::move(text)) {
  const auto [root, rest] = root_of(text_);
  auto tokens = tokens_of(rest);
  if (!tokens) return;  // a bad escape leads nowhere
  root_ = root;
  tokens_ = std::move(*tokens);
}

Found find_at(const Scope& scope, std::string_view path) {
  const auto [root, rest] = root_of(path);
  switch (root) {
    case PathRoot::fields:
      return below(scope.fields, rest);
    case PathRoot::data:
      return below(scope.data, rest);
    case PathRoot::actor:
      return below(scope.actor, rest);
    case PathRoot::each:
      return below(scope.each, rest);
    case PathRoot::linked_fields:
      return below(scope.linked_fields, rest);
    case PathRoot::item:
      return name_below(scope.item, rest);
    case PathRoot::linked_item:
      return name_below(scope.linked_item, rest);
    case PathRoot::now:
      return rest.empty() ? Found(Json(format_instant(scope.now))) : Found(nullptr);
    case PathRoot::nowhere:
      return Found(nullptr);
  }
  return Found(nullptr);
}

Found find_at(const Scope& scope, const Path& path) {
  switch (path.root()) {
    case PathRoot::fields:
      return Found(follow(scope.fields, path.tokens()));
    case PathRoot::data:
      return Found(follow(scope.data, path.tokens()));
    case PathRoot::actor:
      return Found(follow(scope.actor, path.tokens()));
    case PathRoot::each:
      return Found(follow(scope.each, path.tokens()));
    case PathRoot::linked_fields:
      return Found(follow(scope.linked_fields, path.tokens()));
    case PathRoot::item:
    case PathRoot::linked_item:
    case PathRoot::now:
    case PathRoot::nowhere:
      return find_at(scope, std::string_view(path.text()));
  }
  return Found(nullptr);
}

const Json* find_field(const Json& fields, const Path& path) {
  return path.root() == PathRoot::fields ? follow(&fields, path.tokens()) : nullptr;
}

Json value_at(const Scope& scope, std::string_view path) { return *find_at(scope, path); }

Json value_at(const Scope& scope, const Path& path) { return *find_at(scope, path); }

Json value_of(const Scope& scope, const Json& source) {
  if (source.is_string()) return value_at(scope, source.get_ref<const std::string&>());
  if (source.is_object() && source.contains("value")) return source.at("value");
  return nullptr;
}

std::string fill_template(const Scope& scope, std::string_view text) {
  std::string result;
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t open = text.find('{', position);
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    result += text.substr(position, open - position);
    const Json value = value_at(scope, text.substr(open + 1, close - open - 1));
    if (value.is_string()) {
      result += value.get_ref<const std::string&>();
    } else if (!value.is_null()) {
      result += value.dump();
    }
    position = close + 1;
  }
  result += text.substr(position);
  return result;
}

bool set_at(Json& root, std::string_view pointer, Json value) {
  const auto tokens = tokens_of(pointer);
  if (!tokens || tokens->empty()) return false;
  Json* place = &root;
  for (const std::string& token : *tokens) {
    place = place_in(*place, token);
    if (place == nullptr) return false;
  }
  *place = std::move(value);
  return true;
}

void remove_at(Json& root, std::string_view pointer) {
  const std::size_t cut = pointer.rfind('/');
  if (cut == std::string_view::npos) return;
  const auto last = unescape(pointer.substr(cut + 1));
  Json* holder = const_cast<Json*>(at_pointer(root, pointer.substr(0, cut)));  // `root` itself is not const
  if (!last || holder == nullptr) return;
  if (holder->is_object()) holder->erase(*last);
  const auto index = holder->is_array() ? index_of(*last) : std::nullopt;
  if (index && *index < holder->size()) holder->erase(*index);
}

bool is_pointer(std::string_view pointer) { return tokens_of(pointer).has_value(); }

}  // namespace yellowsea::machine
