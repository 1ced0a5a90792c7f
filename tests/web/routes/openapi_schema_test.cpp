#include "web/routes/openapi_schema.hpp"

#include <catch2/catch.hpp>

namespace yellowsea::web {

TEST_CASE("references of a schema lead to it inside another document, too") {
  const Json schema = Json::parse(R"({"$schema":"s","$id":"i","$defs":{"a":{"$ref":"#"}},
    "properties":{"const":{"$ref":"#/$defs/a"},"$ref":{"type":"string"},"other":{"$ref":"#/properties/$ref"}},
    "anyOf":[{"items":{"$ref":"#/$defs/a"}}],"default":{"$ref":"#"},"enum":[{"$ref":"#"}],"x-note":{"$ref":"#"}})");
  CHECK(schema_inside(schema, "/at/0") == Json::parse(R"({"$defs":{"a":{"$ref":"#/at/0"}},
    "properties":{"const":{"$ref":"#/at/0/$defs/a"},"$ref":{"type":"string"},
      "other":{"$ref":"#/at/0/properties/$ref"}},
    "anyOf":[{"items":{"$ref":"#/at/0/$defs/a"}}],"default":{"$ref":"#"},"enum":[{"$ref":"#"}],
    "x-note":{"$ref":"#"}})"));
  CHECK(schema_inside(true, "/at") == Json(true));
}

}  // namespace yellowsea::web
