#include "web/action/demo_desk.hpp"

#include <algorithm>

#include "engine/base/json_read.hpp"
#include "engine/service/questionnaires.hpp"
#include "engine/service/record.hpp"
#include "engine/service/stand_ins.hpp"

namespace yellowsea::web {
namespace {

constexpr const char* survey_configuration = "survey";
constexpr const char* surveying_chamber = "kitakyushu";
constexpr const char* survey_language = "ja";

struct DemoSurvey {
  const char* round_state;
  const char* state;  // the questionnaire's
  int answers;
  int unsent;        // of the answers: begun, and never sent
  int ungrouped;     // of those that were sent, the last ones: in no report yet
  int begun;         // days ago
  int changed;       // days ago
  int first_answer;  // days ago; then one a day
  int grouping;      // days ago; after the reports were filed
};
constexpr DemoSurvey demo_surveys[] = {{"planning", "closed", 14, 2, 2, 110, 47, 75, 7},
                                       {"surveying", "open", 9, 1, 4, 29, 27, 14, 3}};

constexpr auto notices_kept_unread = std::chrono::hours(24 * 14);
constexpr std::size_t notices_at_once = 200;

// What the nth business answers: options and grades in turn, words from the report that came of it.
Json answer_to(const Json& question, int n, const Json& report) {
  const std::string kind = question.value("kind", std::string());
  const Json options = question.value("options", Json::array());
  const auto option = [&](int place) {
    return options.at(static_cast<std::size_t>(place) % options.size()).at("id");
  };
  if (kind == "scale") {
    const int least = question.value("min", 1);
    return least + (n * 2 + 1) % (question.value("max", 5) - least + 1);
  }
  Json own = report.value(question.value("field", std::string()), Json());
  if (kind == "one" && own.is_string() && n % 3 != 0) return own;
  if (kind == "one") return options.empty() ? Json() : option(n);
  if (kind == "many") {
    if (options.empty()) return nullptr;
    Json chosen = Json::array({option(n)});
    if (options.size() > 2 && n % 3 != 0) chosen.push_back(option(n + 2));
    return chosen;
  }
  if (question.value("confidential", false)) return "企業" + std::to_string(n + 1);
  return own.is_string() && own != "" ? own : Json();
}

Json answers_of(const Json& body, int n, const Json& report) {
  Json answers = Json::object();
  for (const Json& question : body.value("questions", Json::array())) {
    Json answer = answer_to(question, n, report);
    if (!answer.is_null()) answers[question.at("id").get<std::string>()] = std::move(answer);
  }
  return answers;
}

machine::ItemPtr round_in(const std::string& state, StoreRepository& repository,
                          const QuestionnaireRules& rules, store::Session& session) {
  for (const store::ItemRow& row : session.items_of(rules.within_kind)) {
    machine::ItemPtr item = repository.from_row(row);
    if (item->in_state(state)) return item;
  }
  return nullptr;
}

store::Milliseconds days_before(Instant now, int days) {
  return milliseconds(now - std::chrono::hours(24 * days));
}

// What the answers speak of: those that are grouped, of the round's reports, the others of earlier ones.
struct Subjects {
  std::vector<machine::ItemPtr> reports;
  std::vector<machine::ItemPtr> others;
};

Subjects subjects_of(const machine::Item& round, StoreRepository& repository,
                     const QuestionnaireRules& rules) {
  Subjects subjects;
  for (const machine::ItemPtr& report :
       repository.select(rules.item_kind, {{rules.organisation_field, {Json(surveying_chamber)}}})) {
    if (report->in_state("draft")) continue;
    const bool of_the_round = report->fields.value(rules.within_field, "") == round.id;
    (of_the_round ? subjects.reports : subjects.others).push_back(report);
  }
  return subjects;
}

void write_answers(store::Session& session, std::int64_t questionnaire, const Json& body,
                   const DemoSurvey& survey, const Subjects& subjects, Instant now) {
  const int sent_in_all = survey.answers - survey.unsent;
  for (int n = 0; n < survey.answers; ++n) {
    const bool sent = n < sent_in_all;
    const bool grouped = n < sent_in_all - survey.ungrouped;
    const auto& among = grouped || subjects.others.empty() ? subjects.reports : subjects.others;
    const machine::Item& report = *among.at(static_cast<std::size_t>(n) % among.size());
    const auto at = days_before(now, survey.first_answer - n);
    store::ResponseRow row{0,
                           questionnaire,
                           0,
                           n + 1,
                           sent ? "submitted" : "draft",
                           1,
                           to_text(answers_of(body, n, report.fields)),
                           survey_language,
                           at,
                           at,
                           sent ? std::optional(at) : std::nullopt};
    row.id = session.put_response(row);
    if (grouped) session.put_support({row.id, report.id, days_before(now, survey.grouping)});
  }
}

// Nothing happens without such a round, or without a report of the chamber's in it.
void add_survey(const DemoSurvey& survey, Installation& installation, const QuestionnaireRules& rules,
                Instant now) {
  store::Session& session = installation.store().writer();
  StoreRepository repository(session, installation.pack(), installation.definitions());
  const machine::ItemPtr round = round_in(survey.round_state, repository, rules, session);
  if (round == nullptr) return;
  const Subjects subjects = subjects_of(*round, repository, rules);
  if (subjects.reports.empty()) return;
  Json body = suggested_questionnaire(installation.pack(), rules, *round, survey_language);
  const std::string code = new_answer_code();
  body["link"] = code;
  const auto begun = days_before(now, survey.begun);
  const std::int64_t id = session.put_questionnaire({0, round->id, surveying_chamber, survey.state, 3,
                                                     to_text(body), begun, days_before(now, survey.changed)});
  session.put_invitation({0, id, answer_code_hash(code), "shared", 1, false, begun});
  write_answers(session, id, body, survey, subjects, now);
}

}  // namespace

Result<void> add_demo_surveys(Installation& installation, Instant now) {
  const auto rules = read_questionnaire_rules(installation.pack(), survey_configuration);
  if (!rules) return Failure(rules.error());
  if (!*rules) return {};
  return in_transaction(installation.store().writer(), [&]() -> Result<void> {
    for (const DemoSurvey& survey : demo_surveys) add_survey(survey, installation, **rules, now);
    return {};
  });
}

Result<void> read_old_notices(Installation& installation, Instant now) {
  store::Session& session = installation.store().writer();
  const auto until = milliseconds(now - notices_kept_unread);
  return in_transaction(session, [&]() -> Result<void> {
    for (const store::PersonRow& person : session.people()) {
      for (const auto& [role, organisation] : person.roles) {
        const auto latest = session.notices(role, organisation, 0, notices_at_once);
        const auto old = std::find_if(latest.begin(), latest.end(),
                                      [&](const store::NoticeRow& notice) { return notice.at < until; });
        const auto mark = old != latest.end()                ? old->id
                          : latest.size() == notices_at_once ? latest.back().id
                                                             : 0;
        session.put_setting(notices_mark_key(person.id, {role, organisation}), std::to_string(mark));
      }
    }
    return {};
  });
}

}  // namespace yellowsea::web
