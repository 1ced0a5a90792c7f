#include "web/action/demo.hpp"

#include <algorithm>

#include "engine/service/record.hpp"
#include "web/action/demo_round.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t kCommandsOfATransaction = 400;

// Within these the first round is in force and every date of the later ones has four digits.
const CivilDate kEarliest{2011, 1, 1};
const CivilDate kLatest{9990, 1, 1};

// Moves the installation's time on: each timer is recorded at the time at which it was due.
Result<void> advance_to(Recorder& recorder, Instant until) {
  while (const auto due = recorder.session().next_due()) {
    const Instant at = instant_of(*due);
    if (at > until) break;
    const auto fired = recorder.advance(at, 1, at, [](const std::vector<Recorded>&) {});
    if (!fired) return Failure(fired.error());
    if (*fired == 0) break;
  }
  return {};
}

Result<void> fire(Recorder& recorder, const machine::Command& command) {
  if (auto advanced = advance_to(recorder, command.at); !advanced) return advanced;
  const auto done = recorder.execute(command, command.at);
  if (done) return {};
  Problem problem = done.error();
  problem.code = ProblemCode::refused;
  problem.detail = "the demonstration's step " + command.kind + " '" + command.id + "' " + command.type +
                   " at " + format_instant(command.at) + " was refused (" + problem.rule +
                   "): " + problem.detail;
  problem.rule = "demo_step";
  return Failure(std::move(problem));
}

Result<std::vector<machine::Command>> write_story(const Pack& pack, const DemoTexts& texts, Instant now) {
  DemoScript script(pack, texts, now);
  if (script.today() < kEarliest || script.today() > kLatest) {
    return fail(ProblemCode::refused, "demo_time",
                "the demonstration's time must lie between " + format_date(kEarliest) + " and " +
                    format_date(kLatest));
  }
  const DemoRoundIds ids = demo_round_ids(script.today());
  write_round_2010(script);
  write_earlier_round(script, ids);
  write_due_round(script, ids);
  write_planning_round(script, ids);
  write_special_round(script, ids);
  write_survey_round(script, ids);
  return script.commands_until(now);
}

}  // namespace

Result<std::int64_t> play_demo(Installation& installation, const DemoTexts& texts, Instant now) {
  const auto commands = write_story(installation.pack(), texts, now);
  if (!commands) return Failure(commands.error());
  store::Session& writer = installation.store().writer();
  Recorder recorder(writer, installation.pack(), installation.definitions());
  std::size_t next = 0;
  bool loaded = false;
  while (next < commands->size()) {
    const auto done = in_transaction(writer, [&]() -> Result<void> {
      if (!loaded) recorder.load();
      loaded = true;
      const std::size_t end = std::min(commands->size(), next + kCommandsOfATransaction);
      for (; next < end; ++next) {
        if (auto fired = fire(recorder, (*commands)[next]); !fired) return fired;
      }
      return {};
    });
    if (!done) return Failure(done.error());
  }
  std::int64_t events = 0;
  const auto finished = in_transaction(writer, [&]() -> Result<void> {
    if (auto advanced = advance_to(recorder, now); !advanced) return advanced;
    writer.put_setting("demo", "true");
    events = writer.last_seq();
    return {};
  });
  if (!finished) return Failure(finished.error());
  return events;
}

}  // namespace yellowsea::web
