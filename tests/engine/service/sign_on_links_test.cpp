// Which account belongs to whom a provider vouches for.
#include "engine/service/sign_on_links.hpp"

#include <catch2/catch.hpp>

#include "engine/service/accounts.hpp"
#include "engine/service/second_factor.hpp"
#include "tests/engine/service/people_place.hpp"

namespace yellowsea {
namespace {

Vouched vouched(const std::string& subject, const std::string& email = "") {
  return {"https://id.example", subject, email, false};
}

std::int64_t behind(const PeoplePlace& place, const Vouched& whom) {
  return person_behind(place.session(), whom, place.clock.now());
}

}  // namespace

TEST_CASE("an invited address finds its account once; then the subject does") {
  const PeoplePlace place;
  place.add("ann");
  const auto ann = place.session().person("ann")->id;
  link_invited(place.session(), ann, {"https://id.example", "", "ann@garden.example"}, place.clock.now());
  CHECK(behind(place, vouched("s-1")) == 0);
  CHECK(behind(place, vouched("s-1", "bob@garden.example")) == 0);
  CHECK(behind(place, {"https://other.example", "s-1", "ann@garden.example", false}) == 0);
  CHECK(behind(place, vouched("s-1", "ann@garden.example")) == ann);
  CHECK(behind(place, vouched("s-2", "ann@garden.example")) == 0);
  CHECK(behind(place, vouched("s-1", "new@garden.example")) == ann);
}

TEST_CASE("a closed account belongs to nobody, and is not linked by an attempt") {
  const PeoplePlace place;
  place.add("ann");
  const auto ann = place.session().person("ann")->id;
  link_invited(place.session(), ann, {"https://id.example", "", "ann@garden.example"}, place.clock.now());
  REQUIRE(place.people.set_disabled(place.session(), "ann", true));
  CHECK(behind(place, vouched("s-1", "ann@garden.example")) == 0);
  REQUIRE(place.people.set_disabled(place.session(), "ann", false));
  CHECK(behind(place, vouched("s-2", "ann@garden.example")) == ann);
}

TEST_CASE("one account of a provider belongs to one account here") {
  const PeoplePlace place;
  place.add("ann");
  place.add("bob");
  const auto ann = place.session().person("ann")->id;
  const auto bob = place.session().person("bob")->id;
  REQUIRE(link_sign_on(place.session(), ann, vouched("s-1"), place.clock.now()));
  REQUIRE(link_sign_on(place.session(), ann, vouched("s-1"), place.clock.now()));
  CHECK(link_sign_on(place.session(), bob, vouched("s-1"), place.clock.now()).error().rule ==
        "sign_on_taken");
  CHECK(check_free(place.session(), {"https://id.example", "s-1", ""}).error().rule == "sign_on_taken");
  CHECK(check_free(place.session(), {"https://id.example", "s-2", ""}));
  CHECK(check_free(place.session(), {}));
  // Another subject of the person's takes the place of the first.
  REQUIRE(link_sign_on(place.session(), ann, vouched("s-3"), place.clock.now()));
  CHECK(behind(place, vouched("s-1")) == 0);
  CHECK(behind(place, vouched("s-3")) == ann);
}

TEST_CASE("an address that waits for one person is not linked by another") {
  const PeoplePlace place;
  place.add("ann");
  place.add("bob");
  const auto ann = place.session().person("ann")->id;
  const auto bob = place.session().person("bob")->id;
  link_invited(place.session(), ann, {"https://id.example", "", "ann@garden.example"}, place.clock.now());
  CHECK(link_sign_on(place.session(), bob, vouched("s-1", "ann@garden.example"), place.clock.now())
            .error()
            .rule == "sign_on_taken");
}

TEST_CASE(
    "signing in by a provider counts as no password given, and as a second factor only if it is believed") {
  const PeoplePlace place;
  place.add("ann");
  const auto ann = place.session().person("ann")->id;
  const auto secret = [&] {
    const auto begun = begin_second_factor(place.session(), ann, "ann", "here");
    const auto row = place.session().second_factor(ann);
    REQUIRE(activate_second_factor(place.session(), ann,
                                   one_time_code(row->secret, one_time_step(place.clock.now())),
                                   place.clock.now()));
    return row->secret;
  };
  const auto plain = place.people.sign_in_vouched(place.session(), ann, false, "");
  REQUIRE(plain);
  CHECK_FALSE(People::recently_confirmed(plain->caller, place.clock.now()));
  CHECK_FALSE(plain->caller.second_factor);
  const std::string shared = secret();
  CHECK(place.people.sign_in_vouched(place.session(), ann, false, "").error().rule == "second_factor_needed");
  CHECK(place.people.sign_in_vouched(place.session(), ann, false, "000000").error().rule ==
        "second_factor_wrong");
  const auto believed = place.people.sign_in_vouched(place.session(), ann, true, "");
  REQUIRE(believed);
  CHECK(believed->caller.second_factor);
  CHECK(place.who(believed->token)->second_factor);
  place.session().remove_second_factor(ann);
  CHECK(place.who(believed->token)->second_factor);
  CHECK_FALSE(place.who(plain->token)->second_factor);
  CHECK(place.people.sign_in_vouched(place.session(), 0, true, "").error().rule == "sign_on_account");
}

}  // namespace yellowsea
