#include "web/action/demo_round.hpp"

#include <algorithm>

namespace yellowsea::web {
namespace {

bool has(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

int days_between(CivilDate from, CivilDate until) {
  const auto span = start_of(until, Zone::utc()) - start_of(from, Zone::utc());
  return static_cast<int>(std::chrono::floor<std::chrono::days>(span).count());
}

}  // namespace

DemoRound::DemoRound(DemoScript& script, const std::string& text_round, std::string id, std::string zone,
                     const DemoCalendar& calendar)
    : script_(script),
      id_(std::move(id)),
      zone_(std::move(zone)),
      calendar_(calendar),
      members_(script.members_on(calendar.announced)) {
  for (DemoReport& report : script.texts().reports_of(text_round)) {
    auto& cities = report.cities;
    cities.erase(
        std::remove_if(cities.begin(), cities.end(), [&](const auto& city) { return !has(members_, city); }),
        cities.end());
    if (has(members_, report.chamber) && !cities.empty()) reports_.push_back(std::move(report));
  }
}

const DemoReport* DemoRound::report(const std::string& reference) const {
  const auto found = std::find_if(reports_.begin(), reports_.end(),
                                  [&](const DemoReport& report) { return report.reference == reference; });
  return found == reports_.end() ? nullptr : &*found;
}

const DemoReport* DemoRound::report_of(const DemoAnswer& answer) const {
  const DemoReport* found = report(answer.reference);
  return found != nullptr && has(found->cities, answer.city) ? found : nullptr;
}

void DemoRound::announce() {
  script_.fire(calendar_.announced, 10, secretariat(), "round", id_, "open",
               {{"name", "ACTION " + id_},
                {"zone", zone_},
                {"survey_ends", format_date(calendar_.survey_ends)},
                {"planned_meeting", format_date(calendar_.planned_meeting)},
                {"members", members_}});
  script_.fire(calendar_.survey_opens, 9, secretariat(), "round", id_, "open_survey");
}

void DemoRound::file(const std::string& reference, CivilDate on, bool submit) {
  const DemoReport* one = report(reference);
  if (one == nullptr) return;
  const DemoActor chamber = chamber_of(one->chamber);
  script_.fire(on, 9, chamber, "problem_report", report_id(reference), "open",
               {{"round", id_},
                {"chamber", one->chamber},
                {"cities", one->cities},
                {"title", one->title},
                {"description", one->description},
                {"requested_action", one->requested_action},
                {"panel", one->panel},
                {"theme", one->theme},
                {"language", one->language},
                {"businesses_affected", one->businesses_affected},
                {"severity", one->severity},
                {"reference", one->reference},
                {"company", one->company},
                {"contact", one->contact}});
  if (submit) script_.fire(on, 15, chamber, "problem_report", report_id(reference), "submit");
}

void DemoRound::accept(const std::string& reference, CivilDate on) {
  if (report(reference) == nullptr) return;
  script_.fire(on, 11, secretariat(), "problem_report", report_id(reference), "accept");
}

void DemoRound::file_and_accept_all() {
  constexpr int first_day = 5;
  constexpr int until_accepted = 7;
  const int count = static_cast<int>(reports_.size());
  const int span = days_between(calendar_.survey_opens, calendar_.survey_ends) - first_day - until_accepted;
  for (int i = 0; i < count; ++i) {
    const CivilDate on = plus_days(calendar_.survey_opens, first_day + i * span / std::max(count, 1));
    const std::string& reference = reports_[static_cast<std::size_t>(i)].reference;
    file(reference, on);
    accept(reference, plus_days(on, until_accepted));
  }
}

void DemoRound::open_signing() {
  constexpr int days_of_editing = 7;
  script_.fire(calendar_.signing, 10, secretariat(), "round", id_, "open_signing");
  script_.fire(calendar_.signing, 16, secretariat(), "memorandum", id_, "edit",
               {{"text", script_.say("memorandum_text", "secretariat")}});
  script_.fire(plus_days(calendar_.signing, days_of_editing), 10, secretariat(), "memorandum", id_,
               "open_for_signature");
}

// Signed in the zone of the round: the mayors have come together.
void DemoRound::sign(const std::string& city, CivilDate on, Json data) {
  if (has(members_, city))
    script_.fire(on, 10, mayor_of(city), "memorandum", id_, "sign", std::move(data), zone_);
}

void DemoRound::absent(const std::string& city, CivilDate on) {
  if (!has(members_, city)) return;
  script_.fire(on, 13, secretariat(), "memorandum", id_, "record_absence",
               {{"city", city}, {"reason", script_.say("absence_reason", "secretariat")}}, zone_);
}

void DemoRound::enter_into_force(const std::string& place) {
  script_.fire(calendar_.in_force, 15, secretariat(), "memorandum", id_, "enter_into_force",
               {{"date", format_date(calendar_.in_force)}, {"place", place}}, zone_);
}

void DemoRound::begin_review(CivilDate on, const std::string& place) {
  script_.fire(on, 9, secretariat(), "round", id_, "begin_review",
               {{"meeting_on", format_date(on)}, {"place", place}}, zone_);
}

void DemoRound::close(CivilDate on) { script_.fire(on, 16, secretariat(), "round", id_, "close"); }

}  // namespace yellowsea::web
