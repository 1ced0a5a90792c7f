// What the tests of schemas compare: "pointer rule" of every error, in order.
#pragma once

#include <catch2/catch.hpp>

#include "engine/base/schema.hpp"

namespace yellowsea {

using List = std::vector<std::string>;

inline List listed(const std::vector<FieldError>& errors) {
  List list;
  for (const FieldError& error : errors) {
    CHECK_FALSE(error.detail.empty());
    list.push_back(error.pointer + " " + error.rule);
  }
  return list;
}

inline List wrong(const char* schema, const char* value) {
  INFO(schema << " " << value);
  CHECK(listed(check_schema_itself(Json::parse(schema))) == List{});
  return listed(check_schema(Json::parse(schema), Json::parse(value)));
}

inline List wrong_schema(const char* schema) { return listed(check_schema_itself(Json::parse(schema))); }

}  // namespace yellowsea
