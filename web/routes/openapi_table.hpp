// Routes of the OpenAPI document that a line can describe: those that take and give what no schema of the
// pack says. Pure; any thread.
#pragma once

#include <span>

#include "engine/base/json.hpp"

namespace yellowsea::web {

struct RouteLine {
  const char* method;  // "get", "put", "post", "delete"
  const char* path;    // with {parameters}
  const char* name;    // operationId
  const char* summary;
  const char* query;   // names of its parameters, with commas between
  int status;          // of a success
  const char* answer;  // its media type; "" for none
  const char* body;    // the media type that is sent; "" for none
};

// Adds them to the document's paths, with the errors that every route may answer.
void add_routes(Json& document, std::span<const RouteLine> routes);

// The API's own routes, of any pack.
std::span<const RouteLine> common_routes();

}  // namespace yellowsea::web
