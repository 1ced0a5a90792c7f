// What is fired when: the demonstration as a list of commands, each with the time that counts. The rounds add
// to it in any order; it is played in the order of time. Owned by whoever builds the demonstration; one
// thread.
#pragma once

#include <string>
#include <vector>

#include "engine/calendar/civil.hpp"
#include "engine/machine/cascade.hpp"
#include "engine/service/pack.hpp"
#include "web/action/demo_texts.hpp"

namespace yellowsea::web {

CivilDate plus_days(CivilDate date, int days);      // fewer than none go back
CivilDate plus_months(CivilDate date, int months);  // the day is clamped to the month's length

// In which role of which organisation somebody acts; the account is the demonstration's.
struct DemoActor {
  std::string role;
  std::string organisation;
};

DemoActor chamber_of(const std::string& city);
DemoActor officer_of(const std::string& city);
DemoActor mayor_of(const std::string& city);
DemoActor secretariat();
DemoActor evaluator();
DemoActor administrator();
// The user name of the demonstration's account.
std::string demo_user(const DemoActor& actor);

class DemoScript {
 public:
  DemoScript(const Pack& pack, const DemoTexts& texts, Instant now);

  const DemoTexts& texts() const { return texts_; }
  // The date of the story's end.
  CivilDate today() const { return today_; }
  CivilDate days_ago(int days) const { return plus_days(today_, -days); }

  // Adds a command on that day, within that hour of the zone ("": the actor's own).
  void fire(CivilDate on, int hour, const DemoActor& actor, const std::string& kind, const std::string& id,
            const std::string& type, Json data = Json::object(), const std::string& zone = {});

  // Ids of the cities that were members on that day.
  std::vector<std::string> members_on(CivilDate day) const;
  // A phrase in the language of the organisation.
  std::string say(const std::string& key, const std::string& organisation);
  // What a city answers to a report: the text and its measures, due in time for a meeting planned for that
  // day.
  Json plan_of(const DemoReport& report, const std::string& city, CivilDate planned_meeting);

  // Commands up to that time, in its order; what is fired at the same time keeps the order in which it was
  // added. Errors: internal, if a text was missing.
  Result<std::vector<machine::Command>> commands_until(Instant end) const;

 private:
  std::string language_of(const std::string& organisation) const;
  Zone zone_of(const std::string& organisation) const;
  std::string text_or_missing(std::string text, const std::string& what);

  const Pack& pack_;
  const DemoTexts& texts_;
  CivilDate today_;
  std::vector<machine::Command> commands_;
  std::string missing_;
};

}  // namespace yellowsea::web
