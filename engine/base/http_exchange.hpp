// Asking another server over HTTP, as a function that the composition root gives: nobody below it opens a
// connection. Plain values; whether a call blocks, and on whose thread, is said where it is made.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea {

struct HttpQuestion {
  std::string method;  // "GET" or "POST"
  std::string url;
  std::vector<std::string> headers{};  // "Name: value"
  std::string body{};
  int seconds = 10;  // for all of it
};

struct HttpAnswer {
  int status = 0;
  std::string body;
};

// Errors: unavailable ("http"): no answer, or none within bounds.
using HttpExchange = std::function<Result<HttpAnswer>(const HttpQuestion&)>;

}  // namespace yellowsea
