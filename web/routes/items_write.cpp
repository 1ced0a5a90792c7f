// POST: opening an item, firing an event on one.
#include <algorithm>

#include "engine/base/hash.hpp"
#include "engine/machine/permission.hpp"
#include "engine/service/attachments.hpp"
#include "engine/service/identity.hpp"
#include "engine/service/record.hpp"
#include "engine/service/references.hpp"
#include "engine/service/views.hpp"
#include "web/routes/if_match.hpp"
#include "web/routes/items.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t max_key_length = 200;

// A write on its way to the writer's thread and back. The answer is kept until the commit.
struct Write {
  ApiParts parts;
  Caller caller;
  std::string language;
  Reply reply;
  machine::DefinitionPtr definition;
  std::string id;  // "" to open an item
  std::string type;
  Json data = Json::object();
  std::optional<std::vector<std::string>> if_match;
  std::string route;
  std::string key;  // Idempotency-Key, "" if none
  std::string request_hash;
  Response answer;
};

Problem malformed(const std::string& rule, const std::string& detail) {
  return {ProblemCode::malformed, rule, detail, {}, Json::object()};
}

std::string caller_key(const Caller& caller) {
  return std::to_string(caller.person) + "/" + caller.role + "@" + caller.organisation;
}

// Of the versions that If-Match lists the item's own; if it is none of them, one that no item has.
std::optional<std::uint64_t> expected_version(const std::optional<std::vector<std::string>>& if_match,
                                              std::uint64_t version) {
  if (!if_match) return std::nullopt;
  const bool listed =
      std::find(if_match->begin(), if_match->end(), std::to_string(version)) != if_match->end();
  return listed ? version : 0;
}

Result<void> read_event(const Json& body, Write& write) {
  if (!body.is_object()) return Failure(malformed("type", "the body must be an object {\"type\", \"data\"}"));
  for (const auto& [name, value] : body.items()) {
    if (name != "type" && name != "data")
      return Failure(
          malformed("unknown_field", "'" + name + "' is no member of an event: only type and data are"));
  }
  if (!body.contains("type") || !body.at("type").is_string() ||
      body.at("type").get_ref<const std::string&>().empty()) {
    return Failure(malformed("type", "'type' must be the name of an event"));
  }
  write.type = body.at("type").get<std::string>();
  if (body.contains("data") && !body.at("data").is_null()) {
    if (!body.at("data").is_object()) return Failure(malformed("type", "'data' must be an object"));
    write.data = body.at("data");
  }
  return {};
}

Result<void> read_request(const Call& call, Write& write) {
  const auto body = json_body(call.request);
  if (!body) return Failure(body.error());
  auto if_match = read_if_match(call.request.header("if-match"));
  if (!if_match) return Failure(if_match.error());
  write.if_match = std::move(*if_match);
  write.key = std::string(call.request.header("idempotency-key"));
  if (write.key.size() > max_key_length)
    return Failure(malformed("idempotency_key", "Idempotency-Key is longer than 200 characters"));
  write.route = call.request.method + " " + call.request.path;
  write.request_hash = to_hex(sha256(call.request.body));
  if (!write.id.empty()) return read_event(*body, write);
  if (!body->is_object())
    return Failure(malformed("type", "the body must be an object with the item's fields"));
  write.type = "open";
  write.data = *body;
  return {};
}

// The first answer to the same request, if there was one.
std::optional<Response> repeated(const Write& write, store::Session& session) {
  if (write.key.empty()) return std::nullopt;
  const auto receipt = session.receipt(caller_key(write.caller), write.route, write.key);
  if (!receipt) return std::nullopt;
  if (receipt->request_hash != write.request_hash) {
    return problem_response({ProblemCode::invalid,
                             "idempotency_key",
                             "this Idempotency-Key was used with another body",
                             {},
                             Json::object()},
                            write.language);
  }
  Response response{receipt->status, {}, receipt->body, {}};
  const Json headers = Json::parse(receipt->headers, nullptr, false);
  if (headers.is_object()) {
    for (const auto& [name, value] : headers.items())
      response.headers.emplace_back(name, value.get<std::string>());
  }
  return response;
}

void keep_receipt(const Write& write, store::Session& session, Instant now) {
  if (write.key.empty()) return;
  Json headers = Json::object();
  for (const auto& [name, value] : write.answer.headers) headers[name] = value;
  session.put_receipt({caller_key(write.caller), write.route, write.key, write.request_hash,
                       write.answer.status, to_text(headers), write.answer.body, milliseconds(now)});
}

// Whether the caller may know of the item and write at all, in the contract's order of errors.
Result<void> admit(const Write& write, StoreRepository& repository) {
  if (!write.id.empty()) {
    const machine::ItemPtr item = repository.find(write.definition->kind, write.id);
    if (item == nullptr || !may_read(write.caller, *item)) return Failure(unknown_item());
  }
  if (!may_write_at_all(write.parts.pack, write.caller))
    return fail(ProblemCode::forbidden, "by", "this role fires no events");
  if (!People::scope_allows(write.caller, write.definition->kind))
    return fail(ProblemCode::forbidden, "token_scope", "the token was not made for that");
  return {};
}

// Names of organisations and files that there are not: wrong fields, unless the event would be refused
// anyway.
Result<void> check_names(const Write& write, const machine::Command& command, Recorder& recorder) {
  StoreRepository& repository = recorder.repository();
  const machine::ItemPtr item = write.id.empty() ? nullptr : repository.find(command.kind, command.id);
  auto errors =
      check_references(data_schema(*write.definition, command.type), command.data, write.parts.pack);
  const auto files = unknown_attachments(recorder.session(), command.data, write.caller.person, item.get());
  errors.insert(errors.end(), files.begin(), files.end());
  if (errors.empty()) return {};
  const bool refused = item == nullptr
                           ? command.actor && !machine::may_fire(*write.definition, command.type,
                                                                 command.data, command.data, *command.actor)
                           : machine::why_not(repository, write.parts.pack.surroundings(), *item,
                                              command.type, command.actor, command.at)
                                 .has_value();
  const bool stale =
      item != nullptr && command.expected_version && *command.expected_version != item->version;
  if (refused || stale) return {};  // the command says so itself
  return Failure(
      Problem{ProblemCode::invalid, "schema", "the data do not fit", std::move(errors), Json::object()});
}

// What the definition marks with "x-confirm": "password" must not happen from a screen that was left open.
// Whose it is not to do at all hears that instead, from the command.
bool lacks_password(const Write& write, StoreRepository& repository, const machine::Command& command,
                    Instant now) {
  const machine::EventDefinition* event = write.definition->event(command.type);
  if (event == nullptr || !event->data || event->data->value("x-confirm", Json()) != "password") return false;
  if (People::recently_confirmed(write.caller, now)) return false;
  const machine::ItemPtr item = write.id.empty() ? nullptr : repository.find(command.kind, command.id);
  const Json& fields = item == nullptr ? command.data : item->fields;
  return command.actor &&
         machine::may_fire(*write.definition, command.type, fields, command.data, *command.actor);
}

void run(Write& write, WriterContext& context) {
  Recorder& recorder = context.recorder;
  StoreRepository& repository = recorder.repository();
  if (auto first = repeated(write, recorder.session())) {
    write.answer = std::move(*first);
    return;
  }
  const auto refuse = [&](Problem problem) {
    // Pointers are into the request's body: an event's data are one level down.
    for (FieldError& error : problem.fields) {
      if (!write.id.empty()) error.pointer = "/data" + error.pointer;
    }
    write.answer = problem_response(problem, write.language, write.definition.get());
    // A repeat gets the first answer again, whichever that was.
    keep_receipt(write, recorder.session(), context.now);
  };
  if (auto admitted = admit(write, repository); !admitted) return refuse(admitted.error());
  // What may be said and refused is said by the version that the item has.
  if (!write.id.empty()) write.definition = repository.find(write.definition->kind, write.id)->definition;
  machine::Command command{write.definition->kind, write.id,    write.type,  write.data,
                           actor_of(write.caller), context.now, std::nullopt};
  if (write.id.empty()) {
    command.id = item_id_for(*write.definition, write.data, repository);
    repository.reset_order();
  } else {
    // A clock that was set back must not make an item's history run backwards.
    const machine::ItemPtr item = repository.find(command.kind, command.id);
    command.at = std::max(command.at, item->updated_at);
    command.expected_version = expected_version(write.if_match, item->version);
  }
  if (lacks_password(write, repository, command, context.now))
    return refuse({ProblemCode::forbidden, "password_again", "The password again.", {}, Json::object()});
  if (auto known = check_names(write, command, recorder); !known) return refuse(known.error());
  const auto recorded = recorder.execute(command, context.now);
  if (!recorded) return refuse(recorded.error());
  context.published.insert(context.published.end(), recorded->begin(), recorded->end());
  // What never ends stops the next group, which says so.
  (void)context.fire_due();
  const machine::ItemPtr item = repository.find(command.kind, command.id);
  write.answer =
      json_response(write.id.empty() ? 201 : 200,
                    item_answer(recorder.session(), *item, write.parts.pack, write.caller, context.now));
  write.answer.headers.emplace_back("etag", "\"" + std::to_string(item->version) + "\"");
  if (write.id.empty())
    write.answer.headers.emplace_back("location", "/api/v1/" + write.definition->path + "/" + item->id);
  keep_receipt(write, recorder.session(), context.now);
}

}  // namespace

bool write_items(const ApiParts& parts, Call& call) {
  const auto definition =
      call.segments.empty() ? nullptr : parts.pack.definition_at_path(call.segments.front());
  if (definition == nullptr) return false;
  const bool opens = call.segments.size() == 1;
  if (!opens && !(call.segments.size() == 3 && call.segments[2] == "events")) return false;
  if (call.request.method != "POST") {
    call.reply(method_not_allowed("GET, HEAD, POST"));
    return true;
  }
  auto write = std::make_shared<Write>(Write{parts,
                                             call.caller,
                                             call.language,
                                             call.reply,
                                             definition,
                                             opens ? "" : call.segments[1],
                                             {},
                                             Json::object(),
                                             {},
                                             {},
                                             {},
                                             {},
                                             {}});
  if (auto read = read_request(call, *write); !read) {
    call.reply(problem_response(read.error(), call.language));
    return true;
  }
  if (!call.caller.signed_in()) {
    call.reply(problem_response(
        {ProblemCode::unauthenticated, "not_signed_in", "Sign in first.", {}, Json::object()},
        call.language));
    return true;
  }
  auto submitted =
      parts.writer.submit({[write](WriterContext& context) { run(*write, context); },
                           [write](const Result<void>& committed) {
                             write->reply(committed ? std::move(write->answer)
                                                    : problem_response(committed.error(), write->language));
                           }});
  if (!submitted) call.reply(problem_response(submitted.error(), call.language));
  return true;
}

}  // namespace yellowsea::web
