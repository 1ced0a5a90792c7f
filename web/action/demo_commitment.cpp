// How one commitment goes, from its start to its outcome: two years, progress every five months.
#include "web/action/demo_round.hpp"

namespace yellowsea::web {
namespace {

constexpr int kSpread = 6;

// Days from the entry into force.
constexpr int kStart = 30;
constexpr int kFirstEntry = 150;
constexpr int kBetweenEntries = 160;  // less than the six months after which there is no recent news
constexpr int kCompleted = 590;
constexpr int kVerified = 612;

const char* grade_of(DeliveryWay way) {
  switch (way) {
    case DeliveryWay::met:
    case DeliveryWay::persuaded:
    case DeliveryWay::decided:
    case DeliveryWay::appealed:
      return "complete";
    case DeliveryWay::met_late:
    case DeliveryWay::claimed:
    case DeliveryWay::unanswered:
    case DeliveryWay::disputed:
    case DeliveryWay::on_track:
      return "substantial";
    case DeliveryWay::at_risk:
    case DeliveryWay::off_track:
    case DeliveryWay::lapsed:
    case DeliveryWay::carried:
      return "limited";
    case DeliveryWay::stale:
      return "no_evidence";
    case DeliveryWay::pledged:
    case DeliveryWay::none:
      return "not_started";
  }
  return "no_evidence";
}

}  // namespace

void DemoRound::delivery(CivilDate on, int hour, const DemoActor& actor, const std::string& type, Json data) {
  script_.fire(on, hour, actor, "commitment", item_, type, std::move(data));
}

void DemoRound::progress(CivilDate on, const std::string& city, const std::string& phrase,
                         const std::string& outlook, int percentage) {
  delivery(on, 13, officer_of(city), "progress",
           {{"text", script_.say(phrase, city)}, {"outlook", outlook}, {"percentage", percentage}});
}

// Starts, then tells that all goes well: up to four times.
void DemoRound::go_on(const std::string& city, int entries) {
  struct Entry {
    const char* phrase;
    int percentage;
  };
  constexpr Entry said[] = {
      {"progress_begun", 25}, {"progress_half", 50}, {"progress_most", 80}, {"progress_nearly", 90}};
  delivery(plus_days(calendar_.in_force, kStart + jitter_), 9, officer_of(city), "start");
  for (int i = 0; i < entries; ++i) {
    progress(plus_days(calendar_.in_force, kFirstEntry + jitter_ + i * kBetweenEntries), city, said[i].phrase,
             "on_track", said[i].percentage);
  }
}

void DemoRound::complete(CivilDate on, const std::string& city, bool again) {
  delivery(on, 16, officer_of(city), "report_completion",
           {{"evidence", script_.say(again ? "evidence_again" : "evidence", city)}});
}

void DemoRound::dispute(CivilDate on, const std::string& chamber) {
  delivery(on, 10, chamber_of(chamber), "dispute", {{"reason", script_.say("dispute_reason", chamber)}});
}

void DemoRound::decide(CivilDate on) {
  delivery(on, 11, evaluator(), "decide",
           {{"fulfilled", true}, {"reason", script_.say("decide_reason", "committee")}});
}

void DemoRound::deliver(const DemoAnswer& answer) {
  const DemoReport* report = report_of(answer);
  if (report == nullptr || answer.delivery == DeliveryWay::none) return;
  const std::string city = answer.city;
  const DemoActor chamber = chamber_of(report->chamber);
  item_ = plan_id(answer.reference, city);
  jitter_ = deliveries_++ % kSpread;
  const auto after_start = [&](int days) { return plus_days(calendar_.in_force, days + jitter_); };
  const auto to_deadline = [&](int days) { return plus_days(deadline(), days); };
  switch (answer.delivery) {
    case DeliveryWay::none:
    case DeliveryWay::pledged:
      return;
    case DeliveryWay::stale:
      return go_on(city, 2);
    case DeliveryWay::on_track:
      return go_on(city, 4);
    case DeliveryWay::at_risk:
      go_on(city, 3);
      return progress(after_start(630), city, "progress_risk", "at_risk", 65);
    case DeliveryWay::off_track:
      go_on(city, 2);
      progress(after_start(470), city, "progress_risk", "at_risk", 55);
      progress(after_start(625), city, "progress_off", "off_track", 55);
      return progress(script_.days_ago(20), city, "progress_off", "off_track", 60);
    case DeliveryWay::claimed:
      go_on(city, 3);
      return complete(to_deadline(-65), city);
    case DeliveryWay::unanswered:
      go_on(city, 3);
      return complete(to_deadline(-120), city);
    case DeliveryWay::disputed:
      go_on(city, 3);
      complete(to_deadline(-85), city);
      return dispute(to_deadline(-66), report->chamber);
    case DeliveryWay::met:
      go_on(city, 3);
      complete(after_start(kCompleted), city);
      return delivery(after_start(kVerified), 11, chamber, "verify");
    case DeliveryWay::persuaded:
      go_on(city, 2);
      complete(after_start(430), city);
      dispute(after_start(450), report->chamber);
      progress(after_start(490), city, "progress_most", "on_track", 85);
      complete(after_start(kCompleted), city, true);
      return delivery(after_start(kVerified), 11, chamber, "verify");
    case DeliveryWay::decided:
      go_on(city, 3);
      complete(after_start(560), city);
      return decide(after_start(640));
    case DeliveryWay::appealed:
      go_on(city, 2);
      complete(after_start(450), city);
      dispute(after_start(465), report->chamber);
      complete(after_start(520), city, true);
      dispute(after_start(540), report->chamber);
      delivery(after_start(560), 10, officer_of(city), "appeal",
               {{"text", script_.say("appeal_text", city)}});
      return decide(after_start(620));
    case DeliveryWay::met_late:
      go_on(city, 3);
      progress(after_start(640), city, "progress_risk", "at_risk", 75);
      complete(to_deadline(60 + jitter_), city);
      return delivery(to_deadline(75 + jitter_), 11, chamber, "verify");
    case DeliveryWay::lapsed:
    case DeliveryWay::carried:
      go_on(city, 2);
      progress(after_start(470), city, "progress_risk", "at_risk", 55);
      return progress(after_start(640), city, "progress_off", "off_track", 55);
  }
}

void DemoRound::assess(const DemoAnswer& answer, CivilDate on) {
  if (report_of(answer) == nullptr || answer.delivery == DeliveryWay::none) return;
  item_ = plan_id(answer.reference, answer.city);
  const std::string grade = grade_of(answer.delivery);
  delivery(on, 10, evaluator(), "assess",
           {{"grade", grade}, {"text", script_.say("assess_" + grade, "committee")}});
}

void DemoRound::carry_over(const DemoAnswer& answer, const std::string& round, CivilDate on) {
  if (report_of(answer) == nullptr) return;
  item_ = plan_id(answer.reference, answer.city);
  delivery(on, 11, mayor_of(answer.city), "carry_over", {{"round", round}});
}

void DemoRound::lapse(const DemoAnswer& answer, CivilDate on) {
  if (report_of(answer) == nullptr) return;
  item_ = plan_id(answer.reference, answer.city);
  delivery(on, 14, secretariat(), "close_unfulfilled",
           {{"reason", script_.say("lapse_reason", "secretariat")}});
}

}  // namespace yellowsea::web
