// Who stands in for whom while somebody is away. A person names, for the role that they act in, one person
// who holds the same role at the same organisation, from one day to another (both included, in the
// organisation's zone). It gives nobody a right: a stand-in does what they do as themselves, and only while
// both hold the role. What it changes is whom notices reach, and what pages say of somebody who is in charge.
//
// It is a personal arrangement, no event: kept with the settings by the persons' numbers, one list an
// organisation, so that no history names who was away. What only reads takes any session; what writes needs
// the writer's, in a transaction.
#pragma once

#include <string>
#include <vector>

#include "engine/calendar/civil.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/pack.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

// Nobody is away for longer without somebody else being given the role.
inline constexpr int max_days_away = 366;

struct StandIn {
  std::int64_t person = 0;  // who is away
  std::string role;
  std::int64_t by = 0;  // who stands in
  CivilDate from;
  CivilDate until;  // the last day
  bool operator==(const StandIn&) const = default;
};

// A role that acts for an organisation.
struct Post {
  std::string role;
  std::string organisation;
  bool operator==(const Post&) const = default;
};

// The day that it is at the organisation; in UTC if it has no zone.
CivilDate today_at(const Pack& pack, const std::string& organisation, Instant now);

// All that are not over, by who is away; without those whose persons no longer hold the role or are disabled.
std::vector<StandIn> stand_ins(store::Session& session, const Pack& pack, const std::string& organisation,
                               Instant now);
// Whether it holds on that day.
bool holds(const StandIn& one, CivilDate day);

// For the caller in the role that they act in; one that was there is replaced. `user`: who stands in. Errors:
// forbidden (by: who acts for no organisation), invalid (/stand_in, /from, /until). Writer.
Result<void> name_stand_in(store::Session& session, const Pack& pack, const Caller& caller,
                           const std::string& user, const std::string& from, const std::string& until,
                           Instant now);
// Back again. Writer.
void end_stand_in(store::Session& session, const Caller& caller);

// The posts besides the caller's own that they stand in today: their notices reach the caller too, in
// whatever role they act.
std::vector<Post> stood_in_by(store::Session& session, const Pack& pack, const Caller& caller, Instant now);

// The setting that says up to which notice a person has read what came for a post.
std::string notices_mark_key(std::int64_t person, const Post& post);

// Nothing of the person is left: for erasing, as long as the person is there. Writer.
void forget_stand_ins_of(store::Session& session, const store::PersonRow& person);

}  // namespace yellowsea
