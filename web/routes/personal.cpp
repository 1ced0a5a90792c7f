#include "web/routes/personal.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

#include "engine/base/json_read.hpp"
#include "engine/service/audit.hpp"
#include "engine/service/record.hpp"
#include "engine/service/stand_ins.hpp"
#include "web/routes/identity.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t max_draft_bytes = 64 * 1024;
constexpr std::size_t max_draft_key = 200;
constexpr std::size_t notices_page = 50;
// More than that nobody counts.
constexpr std::size_t most_unread = 100;

Response not_signed_in(const std::string& language) {
  return problem_response(
      {ProblemCode::unauthenticated, "not_signed_in", "Sign in first.", {}, Json::object()}, language);
}

// A post whose notices reach the person, and up to which one they have read them.
struct Box {
  Post post;
  std::int64_t mark = 0;
};

struct Received {
  store::NoticeRow row;
  const Box* box;
};

std::int64_t read_mark(store::Session& session, const std::string& key) {
  const std::string text = session.setting(key).value_or("0");
  std::int64_t mark = 0;
  std::from_chars(text.data(), text.data() + text.size(), mark);
  return mark;
}

// The role that the caller acts in, then those that they stand in for.
std::vector<Box> boxes_of(store::Session& session, const Pack& pack, const Caller& caller, Instant now) {
  std::vector<Box> boxes{{{caller.role, caller.organisation}}};
  for (Post& post : stood_in_by(session, pack, caller, now)) boxes.push_back({std::move(post)});
  for (Box& box : boxes) box.mark = read_mark(session, notices_mark_key(caller.person, box.post));
  return boxes;
}

// The latest first, at most `limit`.
std::vector<Received> received(store::Session& session, const std::vector<Box>& boxes, std::int64_t before,
                               std::size_t limit) {
  std::vector<Received> all;
  for (const Box& box : boxes) {
    for (store::NoticeRow& row : session.notices(box.post.role, box.post.organisation, before, limit))
      all.push_back({std::move(row), &box});
  }
  // One that is meant for a role everywhere is in several boxes: it comes once, for the caller's own.
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.row.id > b.row.id; });
  all.erase(
      std::unique(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.row.id == b.row.id; }),
      all.end());
  if (all.size() > limit) all.erase(all.begin() + static_cast<std::ptrdiff_t>(limit), all.end());
  return all;
}

std::size_t unread_notices(const ApiParts& parts, const Call& call) {
  const auto boxes = boxes_of(parts.reader, parts.pack, call.caller, call.now);
  const auto latest = received(parts.reader, boxes, 0, most_unread);
  return static_cast<std::size_t>(std::count_if(
      latest.begin(), latest.end(), [](const Received& one) { return one.row.id > one.box->mark; }));
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
  const auto boxes = boxes_of(parts.reader, parts.pack, call.caller, call.now);
  const auto rows = received(parts.reader, boxes, before, notices_page);
  Json items = Json::array();
  for (const auto& [row, box] : rows) {
    const auto definition = parts.pack.definition(row.kind);
    Json message = Json::object();
    if (definition != nullptr && definition->rules.contains(row.message))
      message = definition->rules.at(row.message);
    items.push_back(Json{{"id", row.id},
                         {"rule", row.message},
                         {"message", message},
                         {"kind", row.kind},
                         {"item", row.item},
                         {"unread", row.id > box->mark},
                         {"at", format_instant(instant_of(row.at))}});
    if (box != &boxes.front()) {
      items.back()["standing_in"] = {{"role", box->post.role}, {"organisation", box->post.organisation}};
    }
  }
  return json_response(
      200, Json{{"items", std::move(items)},
                {"unread", unread_notices(parts, call)},
                {"next", rows.size() == notices_page ? Json(rows.back().row.id) : Json(nullptr)}});
}

Json own_session(const ApiParts& parts, const Call& call) {
  Json session = session_json(call.caller, parts.people.roles_of(parts.reader, call.caller));
  session["second_factor"] = call.caller.second_factor;
  // Pages lead there only who gets in.
  session["administers"] = acts_in_role_with(parts.pack, call.caller, "administers");
  session["reads_audit"] = may_read_audit(parts.pack, call.caller);
  session["second_factor_required"] = parts.options.second_factor;
  session["unread_notices"] = unread_notices(parts, call);
  return session;
}

}  // namespace

std::optional<Response> read_personal(const ApiParts& parts, const Call& call) {
  const auto& segments = call.segments;
  if (segments.empty()) return std::nullopt;
  if (segments[0] == "session" && segments.size() == 1)
    return call.caller.signed_in() ? json_response(200, own_session(parts, call))
                                   : not_signed_in(call.language);
  // For the pages, which everybody reads: that nobody has signed in is no error there.
  if (segments == std::vector<std::string>{"session", "reader"})
    return json_response(200, call.caller.signed_in() ? own_session(parts, call) : Json(nullptr));
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

namespace {

using PersonalWrite = std::function<void(store::Session& session, Instant now)>;

// What a person keeps for themselves is no event: written as it is, answered with 204.
void write_for_person(const ApiParts& parts, Call& call, PersonalWrite write) {
  auto submitted = parts.writer.submit(
      {[write = std::move(write)](WriterContext& context) { write(context.recorder.session(), context.now); },
       [reply = call.reply, language = call.language](const Result<void>& committed) {
         reply(committed ? Response{204, {{"cache-control", "no-store"}}, {}, {}}
                         : problem_response(committed.error(), language));
       }});
  if (!submitted) call.reply(problem_response(submitted.error(), call.language));
}

void put_draft(const ApiParts& parts, Call& call) {
  const std::string& key = call.segments[1];
  const auto body = json_body(call.request);
  Problem problem =
      body ? Problem{ProblemCode::malformed, "draft", "a draft must be an object", {}, Json::object()}
           : body.error();
  std::string text;
  if (body && body->is_object()) text = to_text(*body);
  if (text.size() > max_draft_bytes || key.size() > max_draft_key || key.empty()) {
    problem = {ProblemCode::too_large, "draft", "a draft is at most 64 KiB", {}, Json::object()};
    text.clear();
  }
  if (text.empty()) return call.reply(problem_response(problem, call.language));
  write_for_person(parts, call,
                   [person = call.caller.person, key, text](store::Session& session, Instant now) {
                     session.put_draft(person, key, text, milliseconds(now));
                   });
}

void remove_draft(const ApiParts& parts, Call& call) {
  write_for_person(parts, call,
                   [person = call.caller.person, key = call.segments[1]](store::Session& session, Instant) {
                     session.remove_draft(person, key);
                   });
}

// {"up_to": id of the latest notice that was seen}. What has been read stays read.
void put_read_mark(const ApiParts& parts, Call& call) {
  const auto body = json_body(call.request);
  if (!body) return call.reply(problem_response(body.error(), call.language));
  const Json up_to = body->is_object() ? body->value("up_to", Json()) : Json();
  if (!up_to.is_number_integer() || up_to.get<std::int64_t>() < 0) {
    return call.reply(problem_response(
        {ProblemCode::malformed, "notice", "'up_to' must be the id of a notice", {}, Json::object()},
        call.language));
  }
  write_for_person(parts, call,
                   [&pack = parts.pack, caller = call.caller, up_to = up_to.get<std::int64_t>()](
                       store::Session& session, Instant now) {
                     for (const Box& box : boxes_of(session, pack, caller, now)) {
                       if (up_to > box.mark)
                         session.put_setting(notices_mark_key(caller.person, box.post),
                                             std::to_string(up_to));
                     }
                   });
}

}  // namespace

bool write_personal(const ApiParts& parts, Call& call) {
  const auto& segments = call.segments;
  const std::string& method = call.request.method;
  if (segments.size() != 2 || (method != "PUT" && method != "DELETE")) return false;
  const bool draft = segments[0] == "drafts";
  const bool mark = segments[0] == "notices" && segments[1] == "read" && method == "PUT";
  if (!draft && !mark) return false;
  if (!call.caller.signed_in()) {
    call.reply(not_signed_in(call.language));
  } else if (mark) {
    put_read_mark(parts, call);
  } else if (method == "PUT") {
    put_draft(parts, call);
  } else {
    remove_draft(parts, call);
  }
  return true;
}

}  // namespace yellowsea::web
