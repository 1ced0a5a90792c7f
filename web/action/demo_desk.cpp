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
constexpr int answers_in_all = 14;
constexpr int unsent = 2;  // of them: begun, and never sent
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
  if (kind == "one") return options.empty() ? Json() : option(n * n);
  if (kind == "many") {
    if (options.empty()) return nullptr;
    Json chosen = Json::array({option(n)});
    if (options.size() > 2 && n % 3 != 0) chosen.push_back(option(n + 2));
    return chosen;
  }
  if (question.value("confidential", false)) return "企業" + std::to_string(n + 1);
  const Json own = report.value(question.value("field", std::string()), Json());
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

machine::ItemPtr round_in_planning(StoreRepository& repository, const QuestionnaireRules& rules,
                                   store::Session& session) {
  for (const store::ItemRow& row : session.items_of(rules.within_kind)) {
    machine::ItemPtr item = repository.from_row(row);
    if (item->in_state("planning")) return item;
  }
  return nullptr;
}

void write_answers(store::Session& session, std::int64_t questionnaire, const Json& body,
                   const std::vector<machine::ItemPtr>& reports, Instant now) {
  for (int n = 0; n < answers_in_all; ++n) {
    const machine::Item& report = *reports.at(static_cast<std::size_t>(n) % reports.size());
    const bool sent = n < answers_in_all - unsent;
    const auto at = milliseconds(now - std::chrono::hours(24 * (75 - n)));
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
    // The last ones that were sent nobody has grouped yet.
    if (sent && n < answers_in_all - unsent - 2) session.put_support({row.id, report.id, at});
  }
}

}  // namespace

Result<void> add_demo_survey(Installation& installation, Instant now) {
  const auto rules = read_questionnaire_rules(installation.pack(), survey_configuration);
  if (!rules) return Failure(rules.error());
  if (!*rules) return {};
  store::Session& session = installation.store().writer();
  return in_transaction(session, [&]() -> Result<void> {
    StoreRepository repository(session, installation.pack(), installation.definitions());
    const machine::ItemPtr round = round_in_planning(repository, **rules, session);
    if (round == nullptr) return {};
    std::vector<machine::ItemPtr> reports =
        repository.select((*rules)->item_kind, {{(*rules)->within_field, {Json(round->id)}},
                                                {(*rules)->organisation_field, {Json(surveying_chamber)}}});
    std::erase_if(reports, [](const machine::ItemPtr& report) { return report->in_state("draft"); });
    if (reports.empty()) return {};
    Json body = suggested_questionnaire(installation.pack(), **rules, *round, survey_language);
    const std::string code = new_answer_code();
    body["link"] = code;
    const auto begun = milliseconds(now - std::chrono::hours(24 * 110));
    const auto closed = milliseconds(now - std::chrono::hours(24 * 47));
    const std::int64_t id = session.put_questionnaire(
        {0, round->id, surveying_chamber, "closed", 3, to_text(body), begun, closed});
    session.put_invitation({0, id, answer_code_hash(code), "shared", 1, false, begun});
    write_answers(session, id, body, reports, now);
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
