// Timers that start each other without any time passing: durations of zero, and delays until a field's
// moment, which fire at once when it has passed.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "engine/machine/analysis/loop_parts.hpp"

namespace yellowsea::machine {
namespace {

// What tells one `until` from another.
using DelayName = std::tuple<std::string, std::string>;

DelayName name_of(const Delay& delay) {
  return {delay.base == Delay::Base::deadline ? "deadline" : delay.field.text(),
          delay.offset ? format_duration(*delay.offset) : ""};
}

bool takes_no_time(const Duration& duration) {
  return duration.negative || (duration.months == 0 && duration.days == 0 && duration.milliseconds == 0);
}

class TimerLoops {
 public:
  TimerLoops(const Analysed& analysed, Findings& findings)
      : analysed_(analysed),
        definition_(analysed.definition),
        exploration_(analysed.exploration),
        findings_(findings) {
    for (const State& state : definition_.states) {
      for (const After& after : state.after) {
        timers_.emplace(after.event, std::pair(&state, &after));
        if (after.delay.base != Delay::Base::duration && after.delay.skip_past) {
          skipping_.insert(name_of(after.delay));
        }
      }
    }
  }

  void check() {
    look(std::nullopt);
    // A skipped delay fires again at its own instant only: it can make a loop with itself alone.
    for (const DelayName& name : skipping_) look(name);
  }

 private:
  bool in_zero_time(const AbstractStep& step, const std::optional<DelayName>& skipping) const {
    switch (step.trigger) {
      case Trigger::always:
      case Trigger::done:
        return true;
      case Trigger::timer: {
        const Delay& delay = timers_.at(step.event).second->delay;
        if (delay.base == Delay::Base::duration) return takes_no_time(delay.duration);
        return delay.skip_past ? skipping && name_of(delay) == *skipping : !skipping;
      }
      case Trigger::start:
      case Trigger::person:
      case Trigger::machine:
        return false;
    }
    return false;
  }

  void look(const std::optional<DelayName>& skipping) {
    std::vector<std::size_t> steps;
    for (std::size_t i = 0; i < exploration_.steps.size(); ++i) {
      if (in_zero_time(exploration_.steps[i], skipping)) steps.push_back(i);
    }
    for (const std::size_t index : steps) {
      const AbstractStep& step = exploration_.steps[index];
      if (step.trigger != Trigger::timer) continue;
      if (said_.contains(step.event)) continue;
      for (const bool certain : {true, false}) {
        const auto back = way(steps, step.to, step.from, certain);
        if (!back || (certain && !step.certain)) continue;
        std::vector<std::size_t> loop{index};
        loop.insert(loop.end(), back->begin(), back->end());
        if (!restarts(loop)) continue;
        say(loop, certain && !moves_the_moment(loop));
        break;
      }
    }
  }

  // A shortest way by the given steps; the empty one if both are the same.
  std::optional<std::vector<std::size_t>> way(const std::vector<std::size_t>& steps, std::size_t from,
                                              std::size_t to, bool certain) const {
    std::map<std::size_t, std::size_t> reached_by;
    std::deque<std::size_t> open{from};
    std::set<std::size_t> seen{from};
    while (!open.empty() && !seen.contains(to)) {
      const std::size_t at = open.front();
      open.pop_front();
      for (const std::size_t index : exploration_.steps_from[at]) {
        const AbstractStep& step = exploration_.steps[index];
        if (!std::binary_search(steps.begin(), steps.end(), index) || (certain && !step.certain)) continue;
        if (!seen.insert(step.to).second) continue;
        reached_by[step.to] = index;
        open.push_back(step.to);
      }
    }
    if (!seen.contains(to)) return std::nullopt;
    std::vector<std::size_t> path;
    for (std::size_t at = to; at != from;) {
      path.push_back(reached_by.at(at));
      at = exploration_.steps[path.back()].from;
    }
    std::reverse(path.begin(), path.end());
    return path;
  }

  // Every timer of the loop is started anew in it: its state is entered.
  bool restarts(const std::vector<std::size_t>& loop) const {
    std::set<StateIndex> entered;
    for (const std::size_t index : loop) {
      entered.insert(exploration_.steps[index].entered.begin(), exploration_.steps[index].entered.end());
    }
    return std::all_of(loop.begin(), loop.end(), [&](std::size_t index) {
      const AbstractStep& step = exploration_.steps[index];
      return step.trigger != Trigger::timer || entered.contains(timers_.at(step.event).first->index);
    });
  }

  // True if the loop writes a field that one of its timers, or a guard, counts from: it may end.
  bool moves_the_moment(const std::vector<std::size_t>& loop) const {
    std::vector<std::string> read;
    std::vector<const Action*> actions;
    for (const std::size_t index : loop) {
      const AbstractStep& step = exploration_.steps[index];
      if (step.trigger == Trigger::timer) {
        const Delay& delay = timers_.at(step.event).second->delay;
        if (delay.base == Delay::Base::field) read.push_back(delay.field);
        if (delay.base == Delay::Base::deadline) read.push_back(definition_.deadline_field);
      }
      const auto done = actions_of(definition_, step.left, step.taken, step.entered);
      actions.insert(actions.end(), done.begin(), done.end());
    }
    return touches(actions, read);
  }

  void say(const std::vector<std::size_t>& loop, bool certain) {
    std::vector<TransitionIndex> chain;
    bool waits = false;
    for (const std::size_t index : loop) {
      const AbstractStep& step = exploration_.steps[index];
      if (step.trigger == Trigger::timer) {
        said_.insert(step.event);
        waits = waits || timers_.at(step.event).second->delay.base != Delay::Base::duration;
      }
      chain.insert(chain.end(), step.taken.begin(), step.taken.end());
    }
    const auto& [state, after] = timers_.at(exploration_.steps[loop.front()].event);
    const std::string pointer = below(analysed_.source.state(state->index) + "/after", after->key);
    const std::string loop_text = chain_text(definition_, chain);
    const std::string when = waits ? ", once the moment that they wait for has passed" : "";
    if (certain) {
      findings_.error(pointer, "zero_time_loop",
                      "timers start each other for ever in zero time" + when + " (" + loop_text +
                          "); give one of them a delay that takes time, or a target outside the loop");
    } else {
      findings_.warning(
          pointer, "possible_zero_time_loop",
          "timers may start each other for ever in zero time" + when + " (" + loop_text +
              "); make sure that a guard or a new moment ends the loop, or give one of them a delay "
              "that takes time");
    }
  }

  const Analysed& analysed_;
  const Definition& definition_;
  const Exploration& exploration_;
  Findings& findings_;
  std::map<std::string, std::pair<const State*, const After*>> timers_;
  std::set<DelayName> skipping_;
  std::set<std::string> said_;
};

}  // namespace

void check_timer_loops(const Analysed& analysed, Findings& findings) {
  TimerLoops(analysed, findings).check();
}

}  // namespace yellowsea::machine
