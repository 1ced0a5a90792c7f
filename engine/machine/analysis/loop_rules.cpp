// Loops in zero time: `always` and raised events that follow each other for ever within one macrostep.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "engine/machine/analysis/loop_parts.hpp"
#include "engine/machine/analysis/rules.hpp"

namespace yellowsea::machine {

bool touches(const std::vector<const Action*>& actions, const std::vector<std::string>& paths) {
  const auto related = [](const std::string& left, const std::string& right) {
    const std::string& shorter = left.size() < right.size() ? left : right;
    const std::string& longer = left.size() < right.size() ? right : left;
    return longer.rfind(shorter, 0) == 0 &&
           (longer.size() == shorter.size() || longer[shorter.size()] == '/');
  };
  return std::any_of(actions.begin(), actions.end(), [&](const Action* action) {
    if (!writes_fields(action->type)) return false;
    const std::string written = action->params.value("path", std::string());
    return std::any_of(paths.begin(), paths.end(),
                       [&](const std::string& path) { return related(written, path); });
  });
}

std::string chain_text(const Definition& definition, const std::vector<TransitionIndex>& chain) {
  std::string text;
  for (const TransitionIndex index : chain) {
    const Transition& transition = definition.transition(index);
    text += (text.empty() ? "'" : ", '") + state_name(definition, transition.source) + "'";
    if (!transition.targets.empty())
      text += " to '" + state_name(definition, transition.targets.front()) + "'";
  }
  return text;
}

namespace {

std::string raised_by(const Action& action) {
  return action.type == ActionType::raise ? action.params.value("event", std::string()) : std::string();
}

// Macrosteps by where they go on from and what has been raised.
using Runs = std::set<std::pair<std::size_t, std::deque<std::string>>>;

// One macrostep followed as far as it is known; finds out whether it comes back to where it was.
class MacrostepRun {
 public:
  // `guess`: guards that may hold are taken to hold; without it an unknown guard ends the run.
  MacrostepRun(const Analysed& analysed, bool guess, Runs& seen)
      : analysed_(analysed), guess_(guess), runs_seen_(seen) {}

  // True if the macrostep that begins with the step never ends.
  bool endless(const AbstractStep& first) {
    AbstractConfiguration current = analysed_.exploration.configurations[first.to];
    note_raised(first.left, first.taken, first.entered, current);
    // From the same place with the same events raised everything goes the same way.
    if (!runs_seen_.insert({first.to, queue_}).second) return false;
    std::map<std::tuple<AbstractConfiguration, std::deque<std::string>, bool>, std::size_t> seen;
    bool look_for_always = true;
    while (!current.done) {
      const auto [place, is_new] = seen.emplace(std::tuple(current, queue_, look_for_always), chain_.size());
      if (!is_new) return close(place->second);
      if (chain_.size() > 200 || queue_.size() > 50) return false;
      bool overflow = false;
      const auto always = look_for_always ? analysed_.machine.always_selections(current, overflow)
                                          : std::vector<Selected>{Selected{}};
      auto selected = choose(always);
      if (overflow || !selected) return false;
      const bool eventless = !selected->empty();
      if (!eventless) {
        if (queue_.empty()) return false;
        const std::string event = queue_.front();
        queue_.pop_front();
        selected = choose(analysed_.machine.selections(
            current, event, analysed_.machine.facts(current, true, true), overflow));
        if (overflow || !selected) return false;
      }
      bool changed = false;
      if (!selected->empty()) {
        const Microstep step = analysed_.machine.microstep(current, *selected);
        changed = step.changed;
        for (const Action* action : actions_of(analysed_.definition, step.left, step.taken, step.entered)) {
          actions_.emplace_back(chain_.size(), action);
        }
        current = step.after;
        note_raised(step.left, step.taken, step.entered, current);
        chain_.push_back(step.taken.empty() ? selected->front() : step.taken.front());
      }
      look_for_always = changed || !eventless;
    }
    return false;
  }

  const std::vector<TransitionIndex>& loop() const { return loop_; }

 private:
  std::optional<Selected> choose(const std::vector<Selected>& selections) const {
    if (selections.size() == 1) return selections.front();
    if (!guess_) return std::nullopt;
    for (const Selected& selected : selections) {
      if (!selected.empty()) return selected;
    }
    return Selected{};
  }

  void note_raised(const std::vector<StateIndex>& left, const std::vector<TransitionIndex>& taken,
                   const std::vector<StateIndex>& entered, const AbstractConfiguration& after) {
    const Definition& definition = analysed_.definition;
    for (const Action* action : actions_of(definition, left, taken, entered)) {
      if (const std::string event = raised_by(*action); !event.empty()) queue_.push_back(event);
    }
    for (const StateIndex index : entered) {
      if (definition.state(index).type != StateType::final) continue;
      for (StateIndex above = definition.state(index).parent; above != no_state && above != 0;
           above = definition.state(above).parent) {
        if (!analysed_.machine.in_final_state(after, above)) break;
        queue_.push_back(definition.state(above).done_event);
      }
    }
  }

  bool close(std::size_t begin) {
    loop_.assign(chain_.begin() + static_cast<std::ptrdiff_t>(begin), chain_.end());
    if (loop_.empty()) return false;
    if (!guess_) return true;
    // What was guessed goes on to hold only if nothing in the loop writes what the guards read, and if they
    // can hold together.
    std::vector<std::string> read;
    std::vector<const Guard*> guards;
    for (const TransitionIndex index : loop_) {
      const auto& guard = analysed_.definition.transition(index).guard;
      if (!guard) continue;
      add_read_paths(*guard, read);
      guards.push_back(&*guard);
    }
    std::vector<const Action*> actions;
    for (const auto& [at, action] : actions_) {
      if (at >= begin) actions.push_back(action);
    }
    if (touches(actions, read)) return false;
    for (const Guard* left : guards) {
      for (const Guard* right : guards) {
        if (excludes(*left, *right)) return false;
      }
    }
    return true;
  }

  const Analysed& analysed_;
  const bool guess_;
  Runs& runs_seen_;
  std::deque<std::string> queue_;
  std::vector<TransitionIndex> chain_;
  std::vector<std::pair<std::size_t, const Action*>> actions_;
  std::vector<TransitionIndex> loop_;
};

void check_macrosteps(const Analysed& analysed, Findings& findings) {
  std::set<TransitionIndex> said;
  // The start is a step, too, though nothing is taken in it.
  AbstractStep start;
  start.entered = analysed.exploration.configurations.front().active;
  std::vector<const AbstractStep*> steps{&start};
  for (const AbstractStep& step : analysed.exploration.steps) steps.push_back(&step);
  for (const bool guess : {false, true}) {
    Runs seen;
    for (const AbstractStep* step : steps) {
      MacrostepRun run(analysed, guess, seen);
      if (!run.endless(*step)) continue;
      const TransitionIndex first = *std::min_element(run.loop().begin(), run.loop().end());
      if (std::any_of(run.loop().begin(), run.loop().end(),
                      [&](TransitionIndex index) { return said.contains(index); })) {
        continue;
      }
      said.insert(run.loop().begin(), run.loop().end());
      const std::string loop = chain_text(analysed.definition, run.loop());
      if (guess) {
        findings.warning(
            analysed.source.transition(first), "possible_endless_loop",
            "these transitions may follow each other for ever without an event (" + loop +
                "): nothing in the loop writes what their guards read; let one of the guards end it");
      } else {
        findings.error(analysed.source.transition(first), "endless_loop",
                       "these transitions follow each other for ever without an event (" + loop +
                           "); give one of them a guard that ends the loop, or a target outside it");
      }
    }
  }
}

}  // namespace

void check_loops(const Analysed& analysed, Findings& findings) {
  check_macrosteps(analysed, findings);
  check_timer_loops(analysed, findings);
}

}  // namespace yellowsea::machine
