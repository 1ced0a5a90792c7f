// Keywords of a schema, where they are what they must be: one of a wrong type counts as absent when a value
// is checked. Pure; any thread.
#pragma once

#include "engine/base/json.hpp"

namespace yellowsea {

inline const Json* keyword_at(const Json& schema, const char* keyword) {
  const auto found = schema.find(keyword);
  return found == schema.end() ? nullptr : &*found;
}

inline const Json* object_at(const Json& schema, const char* keyword) {
  const Json* found = keyword_at(schema, keyword);
  return found != nullptr && found->is_object() ? found : nullptr;
}

inline const Json* list_at(const Json& schema, const char* keyword) {
  const Json* found = keyword_at(schema, keyword);
  return found != nullptr && found->is_array() && !found->empty() ? found : nullptr;
}

inline const Json* number_at(const Json& schema, const char* keyword) {
  const Json* found = keyword_at(schema, keyword);
  return found != nullptr && found->is_number() ? found : nullptr;
}

inline const std::string* text_at(const Json& schema, const char* keyword) {
  const Json* found = keyword_at(schema, keyword);
  return found != nullptr && found->is_string() ? &found->get_ref<const std::string&>() : nullptr;
}

// Also for numbers written in C++, which are signed; compared with a signed one, large unsigned ones wrap.
inline bool is_size(const Json& value) {
  return value.is_number_unsigned() || (value.is_number_integer() && value >= 0);
}

inline bool is_over_zero(const Json& value) { return value.is_number() && value.get<double>() > 0; }

inline std::size_t size_or(const Json& schema, const char* keyword, std::size_t otherwise) {
  const Json* found = keyword_at(schema, keyword);
  return found != nullptr && is_size(*found) ? found->get<std::size_t>() : otherwise;
}

}  // namespace yellowsea
