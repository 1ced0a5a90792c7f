#include <catch2/catch.hpp>

#include "tests/engine/store/contract.hpp"

namespace yellowsea::store::contract {

namespace {

std::int64_t add_person(Session& writer, const std::string& user) {
  PersonRow row;
  row.user = user;
  row.name = "Name of " + user;
  row.password = "$argon2id$…";
  row.roles = {{"mayor_office", "ulsan"}, {"city_officer", "ulsan"}};
  return writer.put_person(row);
}

}  // namespace

void notices_receipts_drafts(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();

  SECTION("notices: to the role in the organisation or to all of the role, newest first") {
    const auto notify = [&](const std::string& role, const std::string& organisation,
                            const std::string& message) {
      writer.put_notice(NoticeRow{0, 4, role, organisation, "plan", "plan-1", message, 99});
    };
    notify("chamber", "ulsan", "one");
    notify("chamber", "", "two");
    notify("chamber", "busan", "not for ulsan");
    notify("secretariat", "", "not for chambers");
    notify("chamber", "ulsan", "three");
    const auto all = writer.notices("chamber", "ulsan", 0, 10);
    REQUIRE(all.size() == 3);
    CHECK(all[0].message == "three");
    CHECK(all[1].message == "two");
    CHECK(all[2].message == "one");
    CHECK(all[2].event_seq == 4);
    CHECK(all[2].item == "plan-1");
    CHECK(all[2].at == 99);
    const auto older = writer.notices("chamber", "ulsan", all[0].id, 1);
    REQUIRE(older.size() == 1);
    CHECK(older[0].message == "two");
    CHECK(writer.notices("chamber", "", 0, 10).size() == 1);
  }
  SECTION("a receipt is one caller's, on one route, and is given once") {
    const ReceiptRow row{"person:1", "POST /plans", "key", "hash", 201, R"({"etag":"1"})", "body", 77};
    writer.put_receipt(row);
    const auto found = writer.receipt("person:1", "POST /plans", "key");
    REQUIRE(found);
    CHECK(found->request_hash == "hash");
    CHECK(found->status == 201);
    CHECK(found->headers == row.headers);
    CHECK(found->body == "body");
    CHECK(found->at == 77);
    CHECK_FALSE(writer.receipt("person:2", "POST /plans", "key"));
    CHECK_FALSE(writer.receipt("person:1", "POST /reports", "key"));
    CHECK_FALSE(writer.receipt("person:1", "POST /plans", "other"));
    CHECK_THROWS_AS(writer.put_receipt(row), StoreFailure);
  }
  SECTION("a draft is one person's") {
    const auto first = add_person(writer, "a");
    const auto second = add_person(writer, "b");
    writer.put_draft(first, "report", "one", 1);
    writer.put_draft(first, "report", "two", 2);
    CHECK(writer.draft(first, "report") == "two");
    CHECK_FALSE(writer.draft(second, "report"));
    CHECK_FALSE(writer.draft(first, "other"));
    writer.remove_draft(second, "report");
    CHECK(writer.draft(first, "report"));
    writer.remove_draft(first, "report");
    CHECK_FALSE(writer.draft(first, "report"));
    CHECK_THROWS_AS(writer.put_draft(4711, "report", "of nobody", 1), StoreFailure);
  }
}

void people(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  const auto first = add_person(writer, "a");
  const auto second = add_person(writer, "b");
  CHECK(first != second);

  SECTION("people are found by name and number, with their roles in order") {
    const auto found = writer.person("b");
    REQUIRE(found);
    CHECK(found->id == second);
    CHECK(found->name == "Name of b");
    CHECK(found->roles.size() == 2);
    CHECK(found->roles.front().first == "mayor_office");
    CHECK(writer.person(first)->user == "a");
    CHECK_FALSE(writer.person("nobody"));
    CHECK_FALSE(writer.person(std::int64_t{99}));
    CHECK(writer.people().size() == 2);
  }
  SECTION("a put replaces a person and all roles") {
    PersonRow row = *writer.person(first);
    row.disabled = true;
    row.password = "new";
    row.roles = {{"administrator", "operations"}};
    CHECK(writer.put_person(row) == first);
    const auto found = writer.person("a");
    REQUIRE(found);
    CHECK(found->disabled);
    CHECK(found->password == "new");
    CHECK(found->roles == row.roles);
    CHECK(writer.person("b")->roles.size() == 2);
    CHECK(writer.people().size() == 2);
  }
  SECTION("a user's name is one person's") { CHECK_THROWS_AS(add_person(writer, "a"), StoreFailure); }
  SECTION("sessions") {
    SessionRow row{"hash-1", first, "csrf", "mayor_office", "ulsan", 10, 20};
    writer.put_session(row);
    row.used_at = 30;
    writer.put_session(row);
    row.token_hash = "hash-2";
    writer.put_session(row);
    row.token_hash = "hash-3";
    row.person = second;
    writer.put_session(row);
    const auto found = writer.session("hash-1");
    REQUIRE(found);
    CHECK(found->person == first);
    CHECK(found->csrf == "csrf");
    CHECK(found->role == "mayor_office");
    CHECK(found->organisation == "ulsan");
    CHECK(found->created_at == 10);
    CHECK(found->used_at == 30);
    row = {"hash-0", first, "csrf", "mayor_office", "ulsan", 40, 40};
    writer.put_session(row);
    std::vector<std::string> oldest_first;
    for (const SessionRow& of_first : writer.sessions_of(first)) oldest_first.push_back(of_first.token_hash);
    CHECK(oldest_first == std::vector<std::string>{"hash-1", "hash-2", "hash-0"});
    CHECK(writer.sessions_of(99).empty());
    writer.remove_session("hash-1");
    CHECK_FALSE(writer.session("hash-1"));
    CHECK(writer.session("hash-2"));
    writer.remove_sessions_of(first);
    CHECK_FALSE(writer.session("hash-2"));
    CHECK(writer.session("hash-3"));
    const auto began = writer.session("hash-3")->created_at;
    CHECK(writer.remove_sessions(began, 10) == 0);
    CHECK(writer.remove_sessions(began + 1, 0) == 0);
    CHECK(writer.remove_sessions(began + 1, 10) == 1);
    CHECK_FALSE(writer.session("hash-3"));
  }
  SECTION("tokens") {
    TokenRow row{0, "hash", "importer", first, "chamber", "ulsan", 10, 99, false};
    row.id = writer.put_token(row);
    CHECK(row.id != 0);
    row.revoked = true;
    row.expires_at.reset();
    CHECK(writer.put_token(row) == row.id);
    const auto found = writer.token("hash");
    REQUIRE(found);
    CHECK(found->id == row.id);
    CHECK(found->name == "importer");
    CHECK(found->person == first);
    CHECK(found->revoked);
    CHECK_FALSE(found->expires_at);
    CHECK(writer.tokens().size() == 1);
    CHECK_FALSE(writer.token("other"));
  }
  SECTION("where a session began, when its password was given, and what a token may do") {
    SessionRow session{"hash", first, "csrf", "mayor_office", "ulsan", 1, 2, 3, "192.0.2.1", "a browser"};
    writer.put_session(session);
    session.confirmed_at = 9;
    writer.put_session(session);
    CHECK(writer.session("hash")->confirmed_at == 9);
    CHECK(writer.session("hash")->remote == "192.0.2.1");
    CHECK(writer.session("hash")->agent == "a browser");
    TokenRow token{0, "hash", "importer", first, "chamber", "ulsan", 10, 99, false, true, {"round", "plan"}};
    writer.put_token(token);
    CHECK(writer.token("hash")->read_only);
    CHECK(writer.token("hash")->kinds == std::vector<std::string>{"round", "plan"});
  }
  SECTION("the log of access is read from its end, and never changed") {
    for (std::int64_t at = 1; at <= 3; ++at)
      writer.append_audit({0, at, "signed_in", first, second, "here", "{}"});
    const auto latest = writer.audit(0, 2);
    REQUIRE(latest.size() == 2);
    CHECK(latest[0].at == 3);
    CHECK(latest[1].at == 2);
    CHECK(latest[1].person == first);
    CHECK(latest[1].subject == second);
    CHECK(latest[1].remote == "here");
    REQUIRE(writer.audit(latest[1].id, 2).size() == 1);
    CHECK(writer.audit(latest[1].id, 2)[0].at == 1);
  }
  SECTION("invitations are open until they end; grants until they are removed") {
    JoinRow row{0, "hash", "Kim", {{"chamber", "ulsan"}, {"mayor_office", "ulsan"}}, true, first, 0,
                1, 9,      {}};
    row.id = writer.put_join(row);
    row.confirmed_by = second;
    CHECK(writer.put_join(row) == row.id);
    CHECK(writer.join("hash")->roles == row.roles);
    CHECK(writer.join("hash")->confirmed_by == second);
    CHECK(writer.join("hash")->two_persons);
    CHECK(writer.open_joins().size() == 1);
    row.ended_at = 5;
    writer.put_join(row);
    CHECK(writer.open_joins().empty());
    CHECK(writer.join("hash")->ended_at == 5);
    const auto grant = writer.put_grant({0, first, "chamber", "ulsan", second, 7});
    REQUIRE(writer.grants().size() == 1);
    CHECK(writer.grants()[0].id == grant);
    CHECK(writer.grants()[0].asked_by == second);
    writer.remove_grant(grant);
    CHECK(writer.grants().empty());
  }
  SECTION("a second factor and its recovery codes, each once, go with the person") {
    CHECK_FALSE(writer.second_factor(first));
    const std::string secret("\0\1secret", 8);
    writer.put_second_factor({first, secret, false, -1});
    writer.put_second_factor({first, secret, true, 12});
    CHECK(writer.second_factor(first)->secret == secret);
    CHECK(writer.second_factor(first)->active);
    CHECK(writer.second_factor(first)->last_step == 12);
    writer.put_recovery_codes(first, {"a", "b"});
    CHECK(writer.use_recovery_code(first, "a"));
    CHECK_FALSE(writer.use_recovery_code(first, "a"));
    CHECK_FALSE(writer.use_recovery_code(second, "b"));
    CHECK(writer.recovery_codes(first) == 1);
    writer.remove_person(first);
    CHECK_FALSE(writer.second_factor(first));
    CHECK(writer.recovery_codes(first) == 0);
  }
  SECTION("an identity provider's subject is one person's, and goes with the person") {
    writer.put_sign_on({first, "https://id.example", "", "kim@busan.example", 3});
    CHECK(writer.sign_on_by_email("https://id.example", "kim@busan.example")->person == first);
    CHECK_FALSE(writer.sign_on_by_email("https://other.example", "kim@busan.example"));
    CHECK_FALSE(writer.sign_on_by_subject("https://id.example", ""));
    CHECK_THROWS_AS(writer.put_sign_on({second, "https://id.example", "", "kim@busan.example", 3}),
                    StoreFailure);
    writer.put_sign_on({first, "https://id.example", "kim", "kim@busan.example", 4});
    CHECK_FALSE(writer.sign_on_by_email("https://id.example", "kim@busan.example"));
    CHECK(writer.sign_on_by_subject("https://id.example", "kim")->at == 4);
    CHECK_THROWS_AS(writer.put_sign_on({second, "https://id.example", "kim", "", 4}), StoreFailure);
    writer.put_sign_on({second, "https://id.example", "", "kim@busan.example", 5});
    CHECK(writer.sign_ons_of(first).size() == 1);
    writer.remove_sign_on(second, "https://id.example");
    CHECK(writer.sign_ons_of(second).empty());
    writer.remove_person(first);
    CHECK_FALSE(writer.sign_on_by_subject("https://id.example", "kim"));
  }
}

void copies(const StoreFactory& open,
            const std::function<std::unique_ptr<Store>(const std::string&)>& open_copy,
            const std::string& file) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  writer.append_event(sample_event(1));
  writer.put_item(sample_item(1), {TimerRow{1, "plan", "plan-1", 5, 0, 0, 1}});
  REQUIRE(writer.begin());
  writer.put_item(sample_item(2), {});
  REQUIRE(opened.store->copy_to(file));
  REQUIRE(writer.commit());

  const auto again = opened.store->copy_to(file);
  REQUIRE_FALSE(again);
  CHECK(again.error().rule == "file_exists");

  const auto copy = open_copy(file);
  REQUIRE(copy);
  CHECK(copy->writer().last_seq() == 1);
  CHECK(ids(copy->writer().items_of("plan")) == std::vector<std::string>{"plan-1"});
  CHECK(copy->writer().next_due() == 5);
  copy->writer().append_event(sample_event(2));
  CHECK(writer.last_seq() == 1);
}

}  // namespace yellowsea::store::contract
