#include "web/action/demo_script.hpp"

#include <algorithm>

namespace yellowsea::web {
namespace {

constexpr const char* kMiddleZone = "Asia/Shanghai";  // whose date "today" is
constexpr int kMinutesOfAnHour = 60;
constexpr int kMinuteStep = 7;  // spreads the events of an hour

Zone zone_named(const std::string& name) { return Zone::find(name).value_or(Zone::utc()); }

Duration of_days(int days) {
  Duration duration;
  duration.negative = days < 0;
  duration.days = days < 0 ? -days : days;
  return duration;
}

Json measure_json(const DemoMeasure& measure, CivilDate due) {
  return {{"text", measure.text},
          {"department", measure.department},
          {"test", measure.test},
          {"due", format_date(due)}};
}

std::string with_title(std::string text, const std::string& title) {
  static constexpr std::string_view place = "{title}";
  if (const auto at = text.find(place); at != std::string::npos) text.replace(at, place.size(), title);
  return text;
}

}  // namespace

CivilDate plus_days(CivilDate date, int days) { return add(date, of_days(days)); }

CivilDate plus_months(CivilDate date, int months) {
  Duration duration;
  duration.negative = months < 0;
  duration.months = months < 0 ? -months : months;
  return add(date, duration);
}

DemoActor chamber_of(const std::string& city) { return {"chamber", city}; }
DemoActor officer_of(const std::string& city) { return {"city_officer", city}; }
DemoActor mayor_of(const std::string& city) { return {"mayor_office", city}; }
DemoActor secretariat() { return {"secretariat", "secretariat"}; }
DemoActor evaluator() { return {"evaluator", "committee"}; }
DemoActor administrator() { return {"administrator", "operations"}; }

std::string demo_user(const DemoActor& actor) {
  if (actor.role == "chamber") return actor.organisation + "-chamber";
  if (actor.role == "city_officer") return actor.organisation + "-officer";
  if (actor.role == "mayor_office") return actor.organisation + "-mayor";
  return actor.role;
}

DemoScript::DemoScript(const Pack& pack, const DemoTexts& texts, Instant now)
    : pack_(pack), texts_(texts), today_(date_in(now, zone_named(kMiddleZone))) {}

void DemoScript::fire(CivilDate on, int hour, const DemoActor& actor, const std::string& kind,
                      const std::string& id, const std::string& type, Json data, const std::string& zone) {
  const int minute = static_cast<int>(commands_.size()) * kMinuteStep % kMinutesOfAnHour;
  const Instant midnight = start_of(on, zone.empty() ? zone_of(actor.organisation) : zone_named(zone));
  commands_.push_back({kind, id, type, std::move(data),
                       machine::Actor{demo_user(actor), actor.role, actor.organisation},
                       midnight + std::chrono::hours(hour) + std::chrono::minutes(minute), std::nullopt});
}

std::vector<std::string> DemoScript::members_on(CivilDate day) const {
  std::vector<std::string> members;
  for (const Organisation& organisation : pack_.organisations()) {
    if (organisation.kind != "city") continue;
    const auto since = parse_date(organisation.json.value("member_from", std::string()));
    if (since && *since <= day) members.push_back(organisation.id);
  }
  return members;
}

std::string DemoScript::say(const std::string& key, const std::string& organisation) {
  const std::string language = language_of(organisation);
  return text_or_missing(texts_.phrase(key, language), "the phrase '" + key + "' in '" + language + "'");
}

Json DemoScript::plan_of(const DemoReport& report, const std::string& city, CivilDate planned_meeting) {
  constexpr int months_for_the_measure = 20;
  constexpr int months_for_the_follow_up = 23;
  const std::string language = language_of(city);
  const DemoMeasure* found = texts_.measure(report.theme, language);
  text_or_missing(found != nullptr ? found->text : "",
                  "a measure for '" + report.theme + "' in '" + language + "'");
  const DemoMeasure follow_up{say("follow_up_text", city), say("follow_up_department", city),
                              say("follow_up_test", city)};
  return {{"text", with_title(say("plan_text", city), report.title)},
          {"measures",
           {measure_json(found != nullptr ? *found : DemoMeasure{},
                         plus_months(planned_meeting, months_for_the_measure)),
            measure_json(follow_up, plus_months(planned_meeting, months_for_the_follow_up))}}};
}

Result<std::vector<machine::Command>> DemoScript::commands_until(Instant end) const {
  if (!missing_.empty())
    return fail(ProblemCode::internal, "demo_text", "config/demo: " + missing_ + " is missing");
  std::vector<machine::Command> commands;
  std::copy_if(commands_.begin(), commands_.end(), std::back_inserter(commands),
               [&](const machine::Command& command) { return command.at <= end; });
  std::stable_sort(commands.begin(), commands.end(),
                   [](const machine::Command& a, const machine::Command& b) { return a.at < b.at; });
  return commands;
}

std::string DemoScript::language_of(const std::string& organisation) const {
  for (const Organisation& one : pack_.organisations()) {
    if (one.id != organisation) continue;
    const Json languages = one.json.value("languages", Json::array());
    return languages.empty() ? "en" : languages.front().get<std::string>();
  }
  return "en";
}

Zone DemoScript::zone_of(const std::string& organisation) const {
  for (const Organisation& one : pack_.organisations()) {
    if (one.id == organisation) return zone_named(one.zone);
  }
  return Zone::utc();
}

std::string DemoScript::text_or_missing(std::string text, const std::string& what) {
  if (text.empty() && missing_.empty()) missing_ = what;
  return text;
}

}  // namespace yellowsea::web
