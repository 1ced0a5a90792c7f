// Paths of guards and actions: JSON Pointers into {"fields", "data", "actor", "now", "item"}, and where the
// vocabulary says so "linked" and "each". Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json.hpp"
#include "engine/calendar/civil.hpp"

namespace yellowsea::machine {

// Kind and id of an item, as `/item` has them. Does not own.
struct ItemName {
  std::string_view kind;
  std::string_view id;
};

// What paths point into. Does not own; lives for one evaluation.
struct Scope {
  const Json* fields = nullptr;
  const Json* data = nullptr;
  const Json* actor = nullptr;
  std::optional<ItemName> item;
  const Json* linked_fields = nullptr;
  std::optional<ItemName> linked_item;
  const Json* each = nullptr;
  Instant now{};
  Zone zone = Zone::utc();
};

// Where a path begins.
enum class PathRoot { nowhere, fields, data, actor, now, item, each, linked_fields, linked_item };

// A path that is followed often: taken apart once.
class Path {
 public:
  Path() = default;
  explicit Path(std::string text);
  const std::string& text() const { return text_; }
  operator const std::string&() const { return text_; }  // where it is only spoken of
  bool empty() const { return text_.empty(); }
  PathRoot root() const { return root_; }
  // Reference tokens below the root, unescaped.
  const std::vector<std::string>& tokens() const { return tokens_; }
  bool operator==(std::string_view text) const { return text_ == text; }
  bool operator==(const Path& other) const { return text_ == other.text_; }

 private:
  std::string text_;
  PathRoot root_ = PathRoot::nowhere;
  std::vector<std::string> tokens_;
};

// The value at an RFC 6901 pointer; nullptr if there is none. Never throws.
const Json* at_pointer(const Json& root, std::string_view pointer);
// A value that a path leads to, without a copy where it stands in the scope, which must outlive it.
class Found {
 public:
  explicit Found(const Json* place) : place_(place) {}
  explicit Found(Json made) : made_(std::move(made)) {}
  const Json& operator*() const { return place_ == nullptr ? made() : *place_; }
  const Json* operator->() const { return &**this; }

 private:
  const Json& made() const {
    static const Json nothing;
    return made_ ? *made_ : nothing;
  }

  const Json* place_ = nullptr;
  std::optional<Json> made_;
};

// The value at a path; null if it is absent.
Found find_at(const Scope& scope, std::string_view path);
Found find_at(const Scope& scope, const Path& path);
// The value below an item's fields, where the path begins there; nullptr if there is none.
const Json* find_field(const Json& fields, const Path& path);
Json value_at(const Scope& scope, std::string_view path);
Json value_at(const Scope& scope, const Path& path);
// A parameter of the form path-text or {"value": …}.
Json value_of(const Scope& scope, const Json& source);
// A text with paths in braces: "{/item/id}.{/each}".
std::string fill_template(const Scope& scope, std::string_view text);
// Sets a member, made on the way, or an element that is there; false if the pointer leads to neither.
bool set_at(Json& root, std::string_view pointer, Json value);
void remove_at(Json& root, std::string_view pointer);
// True if `pointer` is "" or a valid RFC 6901 pointer.
bool is_pointer(std::string_view pointer);

}  // namespace yellowsea::machine
