#include <catch2/catch.hpp>

#include "tests/engine/service/people_place.hpp"

namespace yellowsea {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_CASE("signing in makes a session whose token is stored nowhere") {
  const PeoplePlace place;
  place.add("ann", {{"gardener", "north-garden"}, {"gardener", "south-garden"}});
  const auto attempt = place.people.look_up(place.session(), " Ann ");
  CHECK(attempt.user == "ann");
  const auto verdict = verify_password(attempt.stored, PeoplePlace::kPassword, attempt.cost);
  const auto signed_in = place.people.sign_in(place.session(), attempt, verdict);
  REQUIRE(signed_in);
  CHECK(signed_in->token.size() == 43);
  CHECK(signed_in->roles.size() == 2);
  CHECK(signed_in->caller.organisation == "north-garden");
  const auto caller = place.who(signed_in->token);
  REQUIRE(caller);
  CHECK(caller->user == "ann");
  CHECK(caller->csrf == signed_in->caller.csrf);
  CHECK(caller->csrf.size() == 43);
  CHECK_FALSE(caller->touch_due);
  const auto row = place.session().sessions_of(caller->person).at(0);
  CHECK(row.token_hash != signed_in->token);
  CHECK_FALSE(place.who(row.token_hash));
  place.people.sign_out(place.session(), *caller);
  CHECK(place.who(signed_in->token).error().rule == "session_ended");
}

TEST_CASE("wrong passwords, unknown and closed accounts get the same answer") {
  const PeoplePlace place;
  place.add("ann");
  place.add("bob");
  REQUIRE(place.people.set_disabled(place.session(), "bob", true));
  const auto rule = [&](const SignInAttempt& attempt, bool right) {
    const auto answer = place.people.sign_in(place.session(), attempt, {right, std::nullopt});
    return answer ? std::string() : answer.error().rule;
  };
  const auto ann = place.people.look_up(place.session(), "ann");
  CHECK(rule(ann, false) == "bad_credentials");
  for (const char* user : {"bob", "nobody", ""}) {
    const auto attempt = place.people.look_up(place.session(), user);
    CHECK_FALSE(attempt.stored);
    CHECK(rule(attempt, true) == "bad_credentials");
  }
  // What changed while the password was being checked counts.
  const auto other = prepare_password("ann", "another wet umbrella", PasswordCost::standard);
  REQUIRE(place.people.set_password(place.session(), "ann", *other));
  CHECK(rule(ann, true) == "bad_credentials");
  const auto current = place.people.look_up(place.session(), "ann");
  REQUIRE(place.people.set_disabled(place.session(), "ann", true));
  CHECK(rule(current, true) == "bad_credentials");
  CHECK(place.session().sessions_of(current.person).empty());
}

TEST_CASE("a hash made anew while signing in is kept") {
  const PeoplePlace place;
  place.add("ann");
  const auto better = prepare_password("ann", PeoplePlace::kPassword, PasswordCost::standard);
  const auto attempt = place.people.look_up(place.session(), "ann");
  REQUIRE(place.people.sign_in(place.session(), attempt, {true, better->phc()}));
  CHECK(place.session().person("ann")->password == better->phc());
}

TEST_CASE("a session ends when it is not used, and at last in any case") {
  const auto [role, idle, absolute] = GENERATE(table<std::string, minutes, hours>(
      {{"gardener", minutes(30), hours(12)}, {"owner", minutes(15), hours(4)}}));
  INFO(role);
  PeoplePlace place;
  place.add("ann", {{"gardener", "north-garden"}, {role, "south-garden"}});
  const Instant start = place.clock.now();
  auto token = place.sign_in("ann").token;
  place.clock.advance(idle - milliseconds(1));
  CHECK(place.who(token));
  place.clock.advance(milliseconds(1));
  CHECK_FALSE(place.who(token));

  place.clock.set(start);
  token = place.sign_in("ann").token;
  while (place.clock.now() + minutes(10) < start + absolute) {
    place.clock.advance(minutes(10));
    const auto caller = place.who(token);
    REQUIRE(caller);
    place.people.touch(place.session(), *caller);
  }
  place.clock.set(start + absolute - milliseconds(1));
  CHECK(place.who(token));
  place.clock.set(start + absolute);
  CHECK_FALSE(place.who(token));
}

TEST_CASE("the last use is written at most once a minute, and never for a session that has ended") {
  PeoplePlace place;
  place.add("ann");
  const auto signed_in = place.sign_in("ann");
  const auto used = [&] { return place.session().session(signed_in.caller.session_hash)->used_at; };
  const auto start = used();
  place.clock.advance(seconds(59));
  CHECK_FALSE(place.who(signed_in.token)->touch_due);
  place.people.touch(place.session(), signed_in.caller);
  CHECK(used() == start);
  place.clock.advance(seconds(1));
  CHECK(place.who(signed_in.token)->touch_due);
  place.people.touch(place.session(), signed_in.caller);
  CHECK(used() == start + 60'000);
  CHECK_FALSE(place.who(signed_in.token)->touch_due);
  place.people.sign_out(place.session(), signed_in.caller);
  place.clock.advance(minutes(2));
  place.people.touch(place.session(), signed_in.caller);
  CHECK(place.session().sessions_of(signed_in.caller.person).empty());
}

TEST_CASE("a person has at most five sessions; ended ones are cleared away first") {
  PeoplePlace place;
  place.add("ann");
  std::vector<std::string> tokens;
  for (int i = 0; i < 6; ++i) {
    tokens.push_back(place.sign_in("ann").token);
    place.clock.advance(minutes(1));
  }
  CHECK_FALSE(place.who(tokens[0]));
  for (std::size_t i = 1; i < 6; ++i) CHECK(place.who(tokens[i]));
  place.clock.advance(minutes(31));
  const auto fresh = place.sign_in("ann");
  CHECK(place.session().sessions_of(fresh.caller.person).size() == 1);
}

TEST_CASE("one acts only in a role that one has, and only while one has it") {
  PeoplePlace place;
  place.add("ann", {{"gardener", "north-garden"}, {"gardener", "south-garden"}});
  const auto signed_in = place.sign_in("ann");
  const auto chosen = place.people.choose_role(place.session(), signed_in.caller, "gardener", "south-garden");
  REQUIRE(chosen);
  CHECK(chosen->organisation == "south-garden");
  CHECK(place.who(signed_in.token)->organisation == "south-garden");
  CHECK(place.people.roles_of(place.session(), *chosen).size() == 2);
  const auto refused = place.people.choose_role(place.session(), signed_in.caller, "owner", "south-garden");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ProblemCode::forbidden);
  auto row = *place.session().person("ann");
  row.roles = {{"gardener", "north-garden"}};
  place.session().put_person(row);
  CHECK_FALSE(place.who(signed_in.token));
  Caller program = signed_in.caller;
  program.by_token = true;
  CHECK(place.people.choose_role(place.session(), program, "gardener", "north-garden").error().code ==
        ProblemCode::forbidden);
  place.people.sign_out(place.session(), signed_in.caller);
  CHECK(
      place.people.choose_role(place.session(), signed_in.caller, "gardener", "north-garden").error().code ==
      ProblemCode::unauthenticated);
}

}  // namespace yellowsea
