#include "engine/service/questionnaires.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "engine/base/hash.hpp"
#include "engine/base/json_read.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

Failure unknown(const std::string& rule, const std::string& what) {
  return fail(ProblemCode::not_found, rule, what);
}

Failure invalid(std::vector<FieldError> errors) {
  return Failure(
      Problem{ProblemCode::invalid, "schema", "the data do not fit", std::move(errors), Json::object()});
}

std::vector<std::string> languages_of(const Pack& pack) {
  const Json& settings = pack.configuration("yellowsea");
  const Json named = settings.is_object() ? settings.value("languages", Json::array()) : Json::array();
  std::vector<std::string> languages;
  for (const Json& language : named) {
    if (language.is_string()) languages.push_back(language.get<std::string>());
  }
  return languages.empty() ? std::vector<std::string>{"en"} : languages;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return whole && number > 0 ? std::optional(number) : std::nullopt;
}

std::string link_of(const Json& body) { return body.value("link", std::string()); }

}  // namespace

Json stored_json(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json::object();
}

bool Questionnaires::designs(const Caller& caller) const {
  return caller.signed_in() && caller.role == rules_.design_role && !caller.organisation.empty();
}

bool Questionnaires::counts(const Caller& caller) const {
  return caller.signed_in() && caller.role == rules_.count_role;
}

bool Questionnaires::in_state(const std::string& within, const std::vector<std::string>& states) {
  const machine::ItemPtr item = repository_.find(rules_.within_kind, within);
  return item != nullptr &&
         std::any_of(states.begin(), states.end(), [&](const auto& state) { return item->in_state(state); });
}

Answering Questionnaires::answering(const store::QuestionnaireRow& row) {
  if (row.state == "draft") return Answering::not_yet;
  if (row.state == "closed") return Answering::closed;
  if (in_state(row.within, rules_.answering_in)) return Answering::open;
  return in_state(row.within, rules_.preparing_in) ? Answering::not_yet : Answering::closed;
}

Result<store::QuestionnaireRow> Questionnaires::own(const Caller& caller, std::int64_t id) {
  auto row = session_.questionnaire(id);
  if (!row || !designs(caller) || row->organisation != caller.organisation)
    return unknown("unknown_item", "There is no such questionnaire, or it is not to be known.");
  return *row;
}

Result<machine::ItemPtr> Questionnaires::within_of(const Caller& caller, const std::string& within) {
  if (!designs(caller)) return fail(ProblemCode::forbidden, "by", "this role has no questionnaires");
  const machine::ItemPtr item = repository_.find(rules_.within_kind, within);
  if (item == nullptr || !may_read(caller, *item))
    return unknown("unknown_item", "there is no " + rules_.within_kind + " '" + within + "'");
  const Json members = item->fields.value(rules_.within_members, Json::array());
  if (std::find(members.begin(), members.end(), Json(caller.organisation)) == members.end())
    return fail(ProblemCode::forbidden, "by", "the organisation is not a member");
  if (!in_state(within, rules_.preparing_in) && !in_state(within, rules_.answering_in))
    return fail(ProblemCode::refused, "questionnaire_too_late",
                "no questionnaire can be prepared for it now");
  return item;
}

Result<void> Questionnaires::check_body(const Json& body) const {
  auto errors = check_questionnaire(body, languages_of(pack_));
  if (!errors.empty()) return invalid(std::move(errors));
  return {};
}

store::QuestionnaireRow Questionnaires::keep_changed(store::QuestionnaireRow row, Instant now) {
  ++row.version;
  row.changed_at = milliseconds(now);
  session_.put_questionnaire(row);
  return row;
}

Result<store::QuestionnaireRow> Questionnaires::create(const Caller& caller, const std::string& within,
                                                       const Json& body, Instant now) {
  if (auto item = within_of(caller, within); !item) return Failure(item.error());
  if (auto checked = check_body(body); !checked) return Failure(checked.error());
  if (session_.questionnaires(caller.organisation, "", max_of_organisation).size() >= max_of_organisation)
    return fail(ProblemCode::refused, "questionnaire_too_many",
                "the organisation has too many questionnaires");
  store::QuestionnaireRow row;
  row.within = within;
  row.organisation = caller.organisation;
  row.state = "draft";
  row.body = to_text(body);
  row.created_at = row.changed_at = milliseconds(now);
  row.id = session_.put_questionnaire(row);
  return row;
}

Result<store::QuestionnaireRow> Questionnaires::edit(const Caller& caller, std::int64_t id,
                                                     std::int64_t version, const Json& body, Instant now) {
  auto row = own(caller, id);
  if (!row) return row;
  if (row->version != version) {
    return Failure(
        Problem{ProblemCode::stale, "version", "it has been changed", {}, Json{{"version", row->version}}});
  }
  if (row->state != "draft")
    return fail(ProblemCode::refused, "questionnaire_published", "what is published is not changed");
  if (auto checked = check_body(body); !checked) return Failure(checked.error());
  row->body = to_text(body);
  return keep_changed(std::move(*row), now);
}

Result<store::QuestionnaireRow> Questionnaires::publish(const Caller& caller, std::int64_t id, Instant now) {
  auto row = own(caller, id);
  if (!row || row->state == "open") return row;
  if (auto item = within_of(caller, row->within); !item) return Failure(item.error());
  Json body = stored_json(row->body);
  if (link_of(body).empty()) {
    // The link goes to everybody, so it is no secret: it is kept to be shown again, unlike the codes behind
    // it.
    const std::string code = new_answer_code();
    body["link"] = code;
    session_.put_invitation({0, id, answer_code_hash(code), "shared", 1, false, milliseconds(now)});
  }
  row->body = to_text(body);
  row->state = "open";
  return keep_changed(std::move(*row), now);
}

Result<store::QuestionnaireRow> Questionnaires::close(const Caller& caller, std::int64_t id, Instant now) {
  auto row = own(caller, id);
  if (!row || row->state == "closed") return row;
  if (row->state == "draft")
    return fail(ProblemCode::refused, "questionnaire_draft", "it has not been published");
  row->state = "closed";
  return keep_changed(std::move(*row), now);
}

Result<std::vector<std::string>> Questionnaires::invite(const Caller& caller, std::int64_t id,
                                                        std::int64_t count, Instant now) {
  const auto row = own(caller, id);
  if (!row) return Failure(row.error());
  if (row->state != "open")
    return fail(ProblemCode::refused, row->state == "draft" ? "questionnaire_draft" : "questionnaire_closed",
                "codes are for a published questionnaire");
  const std::int64_t before = session_.count_invitations(id, "single");
  const std::int64_t most = std::min(max_codes_at_once, max_codes - before);
  if (count < 1 || count > most)
    return invalid({{"/count", "maximum", "between 1 and " + std::to_string(most) + " codes are possible"}});
  std::vector<std::string> codes;
  for (std::int64_t number = before + 1; number <= before + count; ++number) {
    codes.push_back(new_answer_code());
    session_.put_invitation(
        {0, id, answer_code_hash(codes.back()), "single", number, true, milliseconds(now)});
  }
  return codes;
}

Result<Questionnaires::Opened> Questionnaires::open(std::string_view code) {
  const std::string hash = answer_code_hash(code);
  const auto invitation = hash.empty() ? std::nullopt : session_.invitation(hash);
  const auto row = invitation ? session_.questionnaire(invitation->questionnaire) : std::nullopt;
  if (!row) return unknown("unknown_code", "There is no questionnaire behind this code.");
  Opened opened{*row, *invitation, std::nullopt};
  if (invitation->kind == "single") opened.response = session_.response_behind(invitation->id);
  return opened;
}

namespace {

Result<void> must_be_open(Answering answering) {
  switch (answering) {
    case Answering::open:
      return {};
    case Answering::not_yet:
      return fail(ProblemCode::refused, "questionnaire_not_yet", "it cannot be answered yet");
    case Answering::closed:
      return fail(ProblemCode::refused, "questionnaire_closed", "it cannot be answered any more");
  }
  return {};
}

}  // namespace

Result<std::string> Questionnaires::start(std::string_view shared_code, Instant now) {
  const auto opened = open(shared_code);
  if (!opened) return Failure(opened.error());
  if (opened->invitation.kind != "shared")
    return fail(ProblemCode::refused, "questionnaire_own_code", "this code is somebody's own already");
  if (auto possible = must_be_open(answering(opened->questionnaire)); !possible)
    return Failure(possible.error());
  const std::int64_t id = opened->questionnaire.id;
  if (session_.count_invitations(id, "single") >= max_responses)
    return fail(ProblemCode::refused, "questionnaire_full", "too many have begun to answer");
  const std::string code = new_answer_code();
  session_.put_invitation({0, id, answer_code_hash(code), "single",
                           session_.count_invitations(id, "single") + 1, false, milliseconds(now)});
  return code;
}

Result<store::ResponseRow> Questionnaires::answer(std::string_view code, const Json& answers,
                                                  const std::string& language, std::int64_t version,
                                                  bool submit, Instant now) {
  auto opened = open(code);
  if (!opened) return Failure(opened.error());
  if (opened->invitation.kind != "single")
    return fail(ProblemCode::refused, "questionnaire_shared_code",
                "begin first: that gives a code of your own");
  store::ResponseRow row = opened->response.value_or(store::ResponseRow{});
  if (!row.state.empty() && row.state != "draft")
    return fail(ProblemCode::refused, "questionnaire_answered", "it has been answered with this code");
  if (auto possible = must_be_open(answering(opened->questionnaire)); !possible)
    return Failure(possible.error());
  if (opened->response && row.version != version) {
    return Failure(Problem{
        ProblemCode::stale, "version", "it has been changed elsewhere", {}, Json{{"version", row.version}}});
  }
  const Json tidy = tidy_answers(answers);
  auto errors = check_answers(stored_json(opened->questionnaire.body), tidy, submit);
  if (!errors.empty()) return invalid(std::move(errors));
  const std::int64_t id = opened->questionnaire.id;
  if (row.id == 0) {
    if (session_.count_responses(id, "") >= max_responses)
      return fail(ProblemCode::refused, "questionnaire_full", "too many have answered");
    row.questionnaire = id;
    row.invitation = opened->invitation.id;
    row.number = session_.last_response_number(id) + 1;
    row.version = 0;
    row.started_at = milliseconds(now);
  }
  row.state = submit ? "submitted" : "draft";
  ++row.version;
  row.answers = to_text(tidy);
  row.language = language;
  row.changed_at = milliseconds(now);
  if (submit) row.submitted_at = row.changed_at;
  row.id = session_.put_response(row);
  return row;
}

Result<void> Questionnaires::bring_in(const Caller& caller, std::int64_t id, const std::vector<Json>& answers,
                                      const std::string& language, Instant now) {
  const auto row = own(caller, id);
  if (!row) return Failure(row.error());
  if (row->state == "draft")
    return fail(ProblemCode::refused, "questionnaire_draft", "it has not been published");
  if (session_.count_responses(id, "") + static_cast<std::int64_t>(answers.size()) > max_responses)
    return fail(ProblemCode::refused, "questionnaire_full", "too many have answered");
  std::int64_t number = session_.last_response_number(id);
  for (const Json& one : answers) {
    const store::Milliseconds at = milliseconds(now);
    session_.put_response({0, id, 0, ++number, "submitted", 1, to_text(one), language, at, at, at});
  }
  return {};
}

std::optional<store::ResponseRow> find_response(store::Session& session, std::string_view which) {
  const std::size_t slash = which.find('/');
  if (slash == std::string_view::npos) {
    const std::string hash = answer_code_hash(which);
    const auto invitation = hash.empty() ? std::nullopt : session.invitation(hash);
    return invitation ? session.response_behind(invitation->id) : std::nullopt;
  }
  const auto questionnaire = whole_number(which.substr(0, slash));
  const auto number = whole_number(which.substr(slash + 1));
  if (!questionnaire || !number) return std::nullopt;
  const auto rows = session.responses(*questionnaire, "", *number - 1, 1);
  return rows.empty() || rows.front().number != *number ? std::nullopt : std::optional(rows.front());
}

Result<void> erase_response(store::Session& session, std::int64_t questionnaire, std::int64_t number,
                            Instant now) {
  const auto found = find_response(session, std::to_string(questionnaire) + "/" + std::to_string(number));
  if (!found) return fail(ProblemCode::not_found, "unknown_response", "there is no such response");
  store::ResponseRow row = *found;
  row.state = "erased";
  row.answers = "{}";
  row.language.clear();
  ++row.version;
  row.changed_at = milliseconds(now);
  session.put_response(row);
  return {};
}

}  // namespace yellowsea
