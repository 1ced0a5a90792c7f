// Guards seen before everything is known: whether they hold whatever an event's data will be, and why not.
// Pure but for what the repository reads; any thread that owns it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/machine/reasons.hpp"

namespace yellowsea::machine {

// True if `path` is `root` or inside it.
bool is_under(const std::string& path, const std::string& root);

// Whether a guard holds, whatever the parts are that are not known yet.
enum class Verdict { no, yes, open };

// Looks at guards of one event of one item. Does not own `data`, the schema of the event's data.
class GuardJudge {
 public:
  // If the actor is not meant, what guards ask of it is not known either.
  GuardJudge(const GuardView& view, const std::optional<Json>& data, bool actor_is_meant)
      : view_(view), data_(data), actor_is_meant_(actor_is_meant) {}

  Verdict verdict(const Guard& guard) const;
  // Every reason why the guard does not hold; if `negated`, why it does. Its verdict must be that.
  std::vector<Reason> explain(const Guard& guard, bool negated) const;
  // What stands in the way unless the data say otherwise: members that could hold in another way as well.
  std::vector<Reason> conditions(const Guard& guard) const;

 private:
  Verdict worst_of(const Guard& guard, Verdict decisive, Verdict otherwise) const;
  bool is_open(const std::string& path) const;
  bool is_open(const std::optional<Condition>& condition) const;
  bool is_open(const Guard& guard) const;
  std::vector<Reason> explain_members(const Guard& guard, bool negated) const;
  Reason leaf(const Guard& guard, bool negated) const;
  std::vector<ItemPtr> in_the_way(const Guard& guard, bool negated) const;

  GuardView view_;
  const std::optional<Json>& data_;
  bool actor_is_meant_;
};

}  // namespace yellowsea::machine
