#include "web/routes/respond.hpp"

#include <array>

#include "engine/base/json_read.hpp"
#include "engine/service/access_texts.hpp"
#include "engine/service/store_texts.hpp"
#include "engine/service/views.hpp"

namespace yellowsea::web {
namespace {

std::string title_of(ProblemCode code) {
  switch (code) {
    case ProblemCode::malformed:
      return "Malformed request";
    case ProblemCode::unauthenticated:
      return "Not signed in";
    case ProblemCode::not_found:
      return "Not found";
    case ProblemCode::forbidden:
      return "Not yours to do";
    case ProblemCode::stale:
      return "Changed in the meantime";
    case ProblemCode::refused:
      return "Refused by a rule";
    case ProblemCode::invalid:
      return "Fields are wrong";
    case ProblemCode::too_large:
      return "Too large";
    case ProblemCode::unsupported:
      return "Media type not supported";
    case ProblemCode::too_many:
      return "Too many requests";
    case ProblemCode::unavailable:
      return "Not available now";
    case ProblemCode::internal:
      return "Internal error";
  }
  return "Error";
}

std::string type_of(ProblemCode code) {
  static constexpr std::array names{"malformed",   "unauthenticated", "not-found",   "forbidden",
                                    "stale",       "refused",         "invalid",     "too-large",
                                    "unsupported", "too-many",        "unavailable", "internal"};
  return std::string("urn:yellowsea:problem:") + names.at(static_cast<std::size_t>(code));
}

}  // namespace

int status_of(ProblemCode code) {
  switch (code) {
    case ProblemCode::malformed:
      return 400;
    case ProblemCode::unauthenticated:
      return 401;
    case ProblemCode::not_found:
      return 404;
    case ProblemCode::forbidden:
      return 403;
    case ProblemCode::stale:
      return 412;
    case ProblemCode::refused:
      return 409;
    case ProblemCode::invalid:
      return 422;
    case ProblemCode::too_large:
      return 413;
    case ProblemCode::unsupported:
      return 415;
    case ProblemCode::too_many:
      return 429;
    case ProblemCode::unavailable:
      return 503;
    case ProblemCode::internal:
      return 500;
  }
  return 500;
}

Response method_not_allowed(const std::string& allowed) {
  const Json body{{"type", "about:blank"},
                  {"title", "Method Not Allowed"},
                  {"status", 405},
                  {"rule", "method"},
                  {"detail", "Only these methods are possible here: " + allowed + "."}};
  return Response{
      405,
      {{"content-type", "application/problem+json"}, {"cache-control", "no-store"}, {"allow", allowed}},
      to_text(body),
      {}};
}

Response json_response(int status, const Json& body) {
  return Response{
      status, {{"content-type", "application/json"}, {"cache-control", "no-store"}}, to_text(body), {}};
}

Response problem_response(const Problem& problem, std::string_view language,
                          const machine::Definition* definition) {
  const int status = status_of(problem.code);
  Json body{{"type", type_of(problem.code)},
            {"title", title_of(problem.code)},
            {"status", status},
            {"rule", problem.rule}};
  const bool speaks = problem.code == ProblemCode::refused || problem.code == ProblemCode::forbidden ||
                      problem.code == ProblemCode::stale;
  // What the operator must see, not the caller, is not said outside.
  auto said = access_sentence(problem.rule, std::string(language));
  if (!said && problem.code == ProblemCode::unavailable)
    said = store_sentence(problem.rule, std::string(language));
  const bool own_rule = definition != nullptr && definition->rules.contains(problem.rule);
  body["detail"] = said && !own_rule                       ? *said
                   : problem.code == ProblemCode::internal ? "An error of the program; it has been logged."
                   : speaks ? refusal_sentence(definition, problem.rule, std::string(language))
                            : problem.detail;
  if (problem.arguments.is_object()) {
    for (const auto& [name, value] : problem.arguments.items()) {
      if (!body.contains(name)) body[name] = value;
    }
  }
  if (!problem.fields.empty()) {
    Json errors = Json::array();
    for (const FieldError& error : problem.fields) {
      errors.push_back(
          Json{{"pointer", error.pointer},
               {"rule", error.rule},
               {"detail", access_sentence(error.rule, std::string(language)).value_or(error.detail)}});
    }
    body["errors"] = std::move(errors);
  }
  Response response{status,
                    {{"content-type", "application/problem+json"}, {"cache-control", "no-store"}},
                    to_text(body),
                    {}};
  if (status == 401) response.headers.emplace_back("www-authenticate", "Bearer");
  if (status == 429 || status == 503) {
    const std::int64_t seconds =
        problem.arguments.is_object() ? problem.arguments.value("retry_after", std::int64_t{1}) : 1;
    response.headers.emplace_back("retry-after", std::to_string(seconds));
  }
  if (status == 412 && problem.arguments.contains("version")) {
    response.headers.emplace_back("etag", "\"" + problem.arguments.at("version").dump() + "\"");
  }
  return response;
}

Result<Json> json_body(const Request& request) {
  const std::string_view type = request.header("content-type");
  const std::string_view media = type.substr(0, type.find(';'));
  if (media != "application/json") {
    return fail(ProblemCode::unsupported, "content_type", "the body must be application/json");
  }
  auto json = read_json(request.body);
  if (json) return *json;
  const auto& error = json.error();
  return fail(error.rule == "too_large" ? ProblemCode::too_large : ProblemCode::malformed, error.rule,
              "line " + std::to_string(error.place.line) + ", column " + std::to_string(error.place.column) +
                  ": " + error.detail);
}

}  // namespace yellowsea::web
