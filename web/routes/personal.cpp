#include "web/routes/personal.hpp"

#include <charconv>

#include "engine/base/json_read.hpp"
#include "engine/service/record.hpp"
#include "web/routes/identity.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t max_draft_bytes = 64 * 1024;
constexpr std::size_t max_draft_key = 200;
constexpr std::size_t notices_page = 50;

Response not_signed_in(const std::string& language) {
  return problem_response(
      {ProblemCode::unauthenticated, "not_signed_in", "Sign in first.", {}, Json::object()}, language);
}

Response notices(const ApiParts& parts, const Call& call) {
  std::int64_t before = 0;
  if (const auto text = call.request.query_value("before")) {
    const auto parsed = std::from_chars(text->data(), text->data() + text->size(), before);
    if (parsed.ec != std::errc{} || before < 1) {
      return problem_response(
          {ProblemCode::malformed, "parameter", "'before' must be the id of a notice", {}, Json::object()},
          call.language);
    }
  }
  const auto rows = parts.reader.notices(call.caller.role, call.caller.organisation, before, notices_page);
  Json items = Json::array();
  for (const store::NoticeRow& row : rows) {
    const auto definition = parts.pack.definition(row.kind);
    Json message = Json::object();
    if (definition != nullptr && definition->rules.contains(row.message))
      message = definition->rules.at(row.message);
    items.push_back(Json{{"id", row.id},
                         {"rule", row.message},
                         {"message", message},
                         {"kind", row.kind},
                         {"item", row.item},
                         {"at", format_instant(instant_of(row.at))}});
  }
  return json_response(200,
                       Json{{"items", std::move(items)},
                            {"next", rows.size() == notices_page ? Json(rows.back().id) : Json(nullptr)}});
}

}  // namespace

std::optional<Response> read_personal(const ApiParts& parts, const Call& call) {
  const auto& segments = call.segments;
  if (segments.empty()) return std::nullopt;
  if (segments[0] == "session" && segments.size() == 1) {
    if (!call.caller.signed_in()) return not_signed_in(call.language);
    return json_response(200, session_json(call.caller, parts.people.roles_of(parts.reader, call.caller)));
  }
  if (segments[0] == "notices" && segments.size() == 1) {
    return call.caller.signed_in() ? notices(parts, call) : not_signed_in(call.language);
  }
  if (segments[0] == "drafts" && segments.size() == 2) {
    if (!call.caller.signed_in()) return not_signed_in(call.language);
    const auto draft = parts.reader.draft(call.caller.person, segments[1]);
    if (!draft)
      return problem_response({ProblemCode::not_found, "no_draft", "There is no draft.", {}, Json::object()},
                              call.language);
    return Response{200, {{"content-type", "application/json"}, {"cache-control", "no-store"}}, *draft, {}};
  }
  return std::nullopt;
}

bool write_personal(const ApiParts& parts, Call& call) {
  const auto& segments = call.segments;
  const bool is_put = call.request.method == "PUT";
  if (segments.size() != 2 || segments[0] != "drafts" || (!is_put && call.request.method != "DELETE"))
    return false;
  if (!call.caller.signed_in()) {
    call.reply(not_signed_in(call.language));
    return true;
  }
  std::string text;
  if (is_put) {
    const auto body = json_body(call.request);
    Problem problem =
        body ? Problem{ProblemCode::malformed, "draft", "a draft must be an object", {}, Json::object()}
             : body.error();
    if (body && body->is_object()) text = to_text(*body);
    if (text.size() > max_draft_bytes || segments[1].size() > max_draft_key || segments[1].empty()) {
      problem = {ProblemCode::too_large, "draft", "a draft is at most 64 KiB", {}, Json::object()};
      text.clear();
    }
    if (text.empty()) {
      call.reply(problem_response(problem, call.language));
      return true;
    }
  }
  auto submitted = parts.writer.submit(
      {[person = call.caller.person, key = segments[1], text](WriterContext& context) {
         if (text.empty()) {
           context.recorder.session().remove_draft(person, key);
         } else {
           context.recorder.session().put_draft(person, key, text, milliseconds(context.now));
         }
       },
       [reply = call.reply, language = call.language](const Result<void>& committed) {
         reply(committed ? Response{204, {{"cache-control", "no-store"}}, {}, {}}
                         : problem_response(committed.error(), language));
       }});
  if (!submitted) call.reply(problem_response(submitted.error(), call.language));
  return true;
}

}  // namespace yellowsea::web
