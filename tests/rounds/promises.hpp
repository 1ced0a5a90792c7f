// What must be true of a world whatever people do in it: nothing promised gets lost, nothing private is seen,
// and every number is what a naive recount gives. Only for the tests of this folder.
#pragma once

#include <map>
#include <set>
#include <string>

#include "tests/rounds/world.hpp"

namespace yellowsea::rounds {

class Promises {
 public:
  // To be told of every event, in order.
  void happened(const std::vector<machine::Event>& events);
  // Looks at everything as it is now. Returns what is wrong, "" if nothing is.
  std::string broken(const World& world) const;
  int in_force() const { return in_force_; }
  int commitments() const { return static_cast<int>(deadlines_.size()); }

 private:
  void note_published(const machine::Event& event, const Item& item);
  std::string public_answers(const World& world) const;
  std::string answered_reports(const World& world) const;
  std::string signed_plans(const World& world) const;
  std::string numbers(const World& world) const;
  std::string unpublished(const Json& answer) const;

  machine::MemoryRepository after_;               // items as the events alone make them
  std::set<std::string> published_;               // drafts' texts that have become public
  std::set<std::string> accepted_;                // reports that were ever accepted
  std::map<std::string, std::string> deadlines_;  // of commitments, as made
  std::string wrong_;                             // the first thing that was wrong in an event
  int in_force_ = 0;
};

}  // namespace yellowsea::rounds
