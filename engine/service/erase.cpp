#include "engine/service/erase.hpp"

#include <algorithm>
#include <set>

#include "engine/base/hash.hpp"
#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/history_import.hpp"
#include "engine/service/installation.hpp"
#include "engine/service/questionnaires.hpp"
#include "engine/service/rebuild.hpp"
#include "engine/service/record.hpp"
#include "engine/service/stand_ins.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t max_reason_code_points = 500;
// Shorter texts stand in too many answers by chance.
constexpr std::size_t shortest_trace_bytes = 4;

Failure wrong(ProblemCode code, const char* rule, std::string detail) {
  return fail(code, rule, std::move(detail));
}

Json parsed(const std::string& text) {
  auto json = Json::parse(text, nullptr, false);
  return json.is_object() ? std::move(json) : Json::object();
}

bool administers(const store::PersonRow& person, const Pack& pack) {
  const std::string role = importer_of(pack).value("role", std::string());
  return std::any_of(person.roles.begin(), person.roles.end(),
                     [&](const auto& each) { return each.first == role; });
}

// A value as it stands inside of JSON texts.
std::string quoted(const std::string& text) { return to_text(Json(text)); }

class Eraser {
 public:
  Eraser(store::Session& writer, const Pack& pack, const Definitions& definitions, const ErasureOrder& order)
      : writer_(writer), pack_(pack), definitions_(definitions), order_(order) {}

  // Texts by which kept answers and forms are known that hold what was erased.
  void trace(const Json& value) {
    if (value.is_string() && value.get_ref<const std::string&>().size() >= shortest_trace_bytes) {
      traces_.insert(quoted(value.get<std::string>()));
    } else if (value.is_structured()) {
      for (const Json& inner : value) trace(inner);
    }
  }

  void replace(const store::EventRow& row, const Json& secret) {
    writer_.replace_private_part(row.seq, secret.empty() ? "" : to_text(secret), "");
    ++report_.events;
    touched_.insert({row.kind, row.id});
  }

  void touch(const std::string& kind, const std::string& id) { touched_.insert({kind, id}); }
  void leave(const store::EventRow& row) {
    report_.left.push_back(row.kind + "/" + row.id + " " + std::to_string(row.version));
  }

  bool holds_trace(const std::string& text) const {
    return std::any_of(traces_.begin(), traces_.end(),
                       [&](const std::string& each) { return text.find(each) != std::string::npos; });
  }

  // Says it on every item that lost something, and makes what is derived anew.
  Result<void> finish(Json data) {
    Recorder recorder(writer_, pack_, definitions_);
    // The derived rows still hold what was erased: they are made anew before anything is built on them.
    if (auto made = rebuild(writer_, pack_, definitions_); !made) return Failure(made.error());
    recorder.load();
    data["reason"] = order_.reason;
    for (const auto& [kind, id] : touched_) {
      if (auto said = say(recorder, kind, id, data); !said) return said;
      report_.items.push_back(kind + "/" + id);
    }
    report_.answers += writer_.remove_receipts(
        [this](const store::ReceiptRow& receipt) { return holds_trace(receipt.body); });
    report_.drafts += writer_.remove_drafts(
        [this](const std::string&, const std::string& body) { return holds_trace(body); });
    return {};
  }

  ErasureReport& report() { return report_; }

 private:
  Result<void> say(Recorder& recorder, const std::string& kind, const std::string& id, const Json& data) {
    const machine::ItemPtr item = recorder.repository().find(kind, id);
    if (item == nullptr) return wrong(ProblemCode::internal, "item", kind + " '" + id + "' is missing");
    machine::Event event;
    event.kind = kind;
    event.id = id;
    event.version = item->version + 1;
    event.definition = item->definition->sha256;
    event.definition_version = item->definition->version;
    event.type = erasure_event;
    event.at = std::max(order_.now, item->updated_at);
    event.actor = machine::Actor{order_.by, importer_of(pack_).value("role", std::string()), ""};
    event.data = data;
    event.change.machine = machine::snapshot_of(*item);
    event.change.machine.erase("fields");
    auto after = std::make_shared<const machine::Item>(machine::evolve(*item, event));
    const auto recorded = recorder.note(event, after, order_.now);
    return recorded ? Result<void>() : Failure(recorded.error());
  }

  store::Session& writer_;
  const Pack& pack_;
  const Definitions& definitions_;
  const ErasureOrder& order_;
  std::set<std::string> traces_;
  std::set<std::pair<std::string, std::string>> touched_;
  ErasureReport report_;
};

// Takes a user name out of the event's private part; false if it is not there. A field equals the name only
// by that person's own doing (who edited last), so elsewhere the same word means something else.
bool forget_user(Json& secret, const std::string& user) {
  if (secret.value("user", Json()) != Json(user)) return false;
  secret["user"] = erased_user;
  for (const char* part : {"data", "fields"}) {
    if (!secret.contains(part)) continue;
    for (Json& value : secret.at(part)) {
      if (value == Json(user)) value = erased_user;
    }
  }
  if (!secret.contains("appended")) return true;
  for (Json& list : secret.at("appended"))
    std::replace(list.begin(), list.end(), Json(user), Json(erased_user));
  return true;
}

const Json& properties_of(const machine::Definition& definition, const std::string& type) {
  static const Json none = Json::object();
  const machine::EventDefinition* event = definition.event(type);
  const std::optional<Json>* schema = type == "open" ? &definition.fields : nullptr;
  if (schema == nullptr && event != nullptr) schema = &event->data;
  return schema != nullptr && *schema && (*schema)->contains("properties") ? (*schema)->at("properties")
                                                                           : none;
}

// Takes confidential members out of a part; what was there, as an object.
Json forget_confidential(Json& secret, const char* part, const Json& properties) {
  Json gone = Json::object();
  if (!secret.contains(part)) return gone;
  Json kept = Json::object();
  for (const auto& [name, value] : secret.at(part).items()) {
    (needed_sight(properties, name) == Sight::confidential ? gone : kept)[name] = value;
  }
  if (gone.empty()) return gone;
  if (kept.empty()) {
    secret.erase(part);
  } else {
    secret[part] = std::move(kept);
  }
  return gone;
}

Result<ErasureReport> in_one_transaction(store::Session& writer, const Pack& pack,
                                         const Definitions& definitions, const ErasureOrder& order,
                                         const std::function<Result<void>(Eraser&)>& work) {
  ErasureReport report;
  const auto done = in_transaction(writer, [&]() -> Result<void> {
    if (auto fit = check_order(writer, pack, order); !fit) return fit;
    Eraser eraser(writer, pack, definitions, order);
    if (auto erased = work(eraser); !erased) return erased;
    report = eraser.report();
    return {};
  });
  if (!done) return Failure(done.error());
  return report;
}

}  // namespace

Result<void> check_order(store::Session& session, const Pack& pack, const ErasureOrder& order) {
  if (trim(order.reason).empty() || !is_utf8(order.reason) ||
      code_points(order.reason) > max_reason_code_points) {
    return wrong(ProblemCode::invalid, "reason", "an erasure needs a reason of at most 500 characters");
  }
  const auto person = session.person(order.by);
  if (!person || person->disabled)
    return wrong(ProblemCode::not_found, "by", "there is no account '" + order.by + "' that may order this");
  if (!administers(*person, pack)) {
    return wrong(ProblemCode::forbidden, "by",
                 "'" + order.by + "' does not administer this installation, so may not order an erasure");
  }
  return {};
}

void register_erasure(store::Session& writer, const std::string& what, const std::string& subject,
                      std::size_t parts, const ErasureOrder& order) {
  writer.put_erasure(
      {0, milliseconds(order.now), order.by, what, subject, order.reason, static_cast<std::int64_t>(parts)});
}

Result<ErasureReport> erase_person(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                   const std::string& user, const ErasureOrder& order) {
  return in_one_transaction(writer, pack, definitions, order, [&](Eraser& eraser) -> Result<void> {
    const auto person = writer.person(user);
    if (!person) return wrong(ProblemCode::not_found, "user", "there is no account '" + user + "'");
    const auto people = writer.people();
    const bool others = std::any_of(people.begin(), people.end(), [&](const store::PersonRow& each) {
      return each.id != person->id && !each.disabled && administers(each, pack);
    });
    if (order.by == user || !others)
      return wrong(ProblemCode::refused, "last_administrator",
                   "an administrator is erased by another one, so that one remains");
    writer.each_event(0, writer.last_seq(), [&](const store::EventRow& row) {
      Json secret = parsed(row.secret);
      if (forget_user(secret, user)) eraser.replace(row, secret);
      if (row.body.find(quoted(user)) != std::string::npos) eraser.leave(row);
      return true;
    });
    for (store::ErasureRow erasure : writer.erasures()) {
      if (erasure.by != user) continue;
      erasure.by = erased_user;
      writer.put_erasure(erasure);
    }
    const std::string caller = std::to_string(person->id) + "/";
    const std::string name = quoted(user);
    eraser.report().answers = writer.remove_receipts([&](const store::ReceiptRow& receipt) {
      return receipt.caller.starts_with(caller) || receipt.body.find(name) != std::string::npos;
    });
    forget_stand_ins_of(writer, *person);
    writer.remove_person(person->id);
    if (auto said = eraser.finish(Json{{"what", "person"}}); !said) return said;
    register_erasure(writer, "person", "", eraser.report().events, order);
    return {};
  });
}

Result<ErasureReport> erase_confidential(store::Session& writer, const Pack& pack,
                                         const Definitions& definitions, const std::string& kind,
                                         const std::string& id, const ErasureOrder& order) {
  return in_one_transaction(writer, pack, definitions, order, [&](Eraser& eraser) -> Result<void> {
    if (!writer.item(kind, id))
      return wrong(ProblemCode::not_found, "item", "there is no " + kind + " '" + id + "'");
    writer.each_event(0, writer.last_seq(), [&](const store::EventRow& row) {
      if (row.kind != kind || row.id != id || row.secret.empty()) return true;
      const machine::DefinitionPtr definition =
          definitions.find(parsed(row.body).value("definition", std::string()));
      if (definition == nullptr) return true;
      Json secret = parsed(row.secret);
      const Json data = forget_confidential(secret, "data", properties_of(*definition, row.type));
      const Json fields = forget_confidential(secret, "fields", properties_of(*definition, "open"));
      const Json appended = forget_confidential(secret, "appended", properties_of(*definition, "open"));
      if (data.empty() && fields.empty() && appended.empty()) return true;
      eraser.trace(data);
      eraser.trace(fields);
      eraser.trace(appended);
      eraser.replace(row, secret);
      return true;
    });
    writer.each_event(0, writer.last_seq(), [&](const store::EventRow& row) {
      if (eraser.holds_trace(row.body) || eraser.holds_trace(row.secret)) eraser.leave(row);
      return true;
    });
    if (auto said = eraser.finish(Json{{"what", "confidential"}}); !said) return said;
    register_erasure(writer, "confidential", kind + "/" + id, eraser.report().events, order);
    return {};
  });
}

Result<ErasureReport> erase_attachment(store::Session& writer, const Pack& pack,
                                       const Definitions& definitions, const std::string& sha256,
                                       const ErasureOrder& order) {
  return in_one_transaction(writer, pack, definitions, order, [&](Eraser& eraser) -> Result<void> {
    auto row = writer.attachment(sha256);
    if (!row || row->erased_at)
      return wrong(ProblemCode::not_found, "attachment", "there is no attachment sha256:" + sha256);
    for (const store::AttachmentUseRow& use : writer.attachment_uses(sha256)) {
      eraser.trace(Json(use.name));
      eraser.touch(use.kind, use.id);
    }
    row->erased_at = milliseconds(order.now);
    writer.put_attachment(*row);
    writer.remove_attachment_bytes(sha256);
    if (auto said = eraser.finish(Json{{"what", "attachment"}, {"sha256", sha256}}); !said) return said;
    register_erasure(writer, "attachment", "sha256:" + sha256, eraser.report().items.size(), order);
    return {};
  });
}

Result<ErasureReport> erase_answer(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                   const std::string& which, const ErasureOrder& order) {
  return in_one_transaction(writer, pack, definitions, order, [&](Eraser& eraser) -> Result<void> {
    const auto row = find_response(writer, which);
    if (!row || row->state == "erased") {
      return wrong(ProblemCode::not_found, "answer",
                   "there is no answer '" + which + "': give QUESTIONNAIRE/NUMBER, or its code");
    }
    const auto questionnaire = writer.questionnaire(row->questionnaire);
    const Json answers = stored_json(row->answers);
    // Only what was written in own words tells whose it was; chosen options stand everywhere.
    const Json questions =
        questionnaire ? stored_json(questionnaire->body).value("questions", Json::array()) : Json::array();
    for (const Json& question : questions) {
      if (question.value("kind", std::string()) == "text")
        eraser.trace(answers.value(question.value("id", std::string()), Json()));
    }
    if (auto erased = erase_response(writer, row->questionnaire, row->number, order.now); !erased)
      return erased;
    // What was put into items from it is theirs; whoever erases must know of it.
    writer.each_event(0, writer.last_seq(), [&](const store::EventRow& event) {
      if (eraser.holds_trace(event.body) || eraser.holds_trace(event.secret)) eraser.leave(event);
      return true;
    });
    if (auto said = eraser.finish(Json{{"what", "answer"}}); !said) return said;
    eraser.report().answers_to_questionnaires = 1;
    register_erasure(writer, "answer", std::to_string(row->questionnaire) + "/" + std::to_string(row->number),
                     1, order);
    return {};
  });
}

std::vector<std::string> damaged_private_parts(store::Session& session) {
  std::vector<std::string> damages;
  session.each_event(0, session.last_seq(), [&](const store::EventRow& row) {
    if (row.secret_salt.empty()) return true;
    const std::string hash = to_hex(sha256(row.secret_salt, row.secret));
    if (parsed(row.body).value("secret", std::string()) != hash)
      damages.push_back("the private part of event " + std::to_string(row.seq) + " of " + row.kind + " '" +
                        row.id + "' is not what the event says");
    return true;
  });
  return damages;
}

}  // namespace yellowsea
