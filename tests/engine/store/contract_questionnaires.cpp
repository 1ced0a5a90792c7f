#include <catch2/catch.hpp>

#include "tests/engine/store/contract.hpp"

namespace yellowsea::store::contract {

void questionnaires(const StoreFactory& open) {
  const OpenedStore opened = open();
  Session& writer = opened.store->writer();
  const auto ask = [&](const std::string& within, const std::string& organisation) {
    return writer.put_questionnaire({0, within, organisation, "draft", 1, R"({"questions":[]})", 5, 6});
  };
  const std::int64_t first = ask("r1", "ulsan");
  const std::int64_t second = ask("r2", "ulsan");
  const std::int64_t third = ask("r1", "busan");

  SECTION("a questionnaire changes, but not whose it is") {
    writer.put_questionnaire({first, "r9", "other", "open", 2, "{}", 77, 8});
    const QuestionnaireRow expected{first, "r1", "ulsan", "open", 2, "{}", 5, 8};
    CHECK(writer.questionnaire(first) == expected);
    CHECK_FALSE(writer.questionnaire(third + 1));
  }
  SECTION("lists are of an organisation, of an item, or of all, newest first") {
    const auto listed = [&](const std::string& organisation, const std::string& within, std::size_t limit) {
      std::vector<std::int64_t> found;
      for (const auto& row : writer.questionnaires(organisation, within, limit)) found.push_back(row.id);
      return found;
    };
    CHECK(listed("", "", 9) == std::vector{third, second, first});
    CHECK(listed("", "", 2) == std::vector{third, second});
    CHECK(listed("ulsan", "", 9) == std::vector{second, first});
    CHECK(listed("", "r1", 9) == std::vector{third, first});
    CHECK(listed("ulsan", "r1", 9) == std::vector{first});
    CHECK(listed("seoul", "", 9).empty());
  }
  SECTION("an invitation is found by its code's hash, which no two share") {
    const InvitationRow row{0, first, "aa", "single", 1, true, 9};
    const std::int64_t id = writer.put_invitation(row);
    writer.put_invitation({0, first, "bb", "shared", 1, false, 9});
    const InvitationRow expected{id, first, "aa", "single", 1, true, 9};
    CHECK(writer.invitation("aa") == expected);
    CHECK_FALSE(writer.invitation("a"));
    CHECK(writer.count_invitations(first, "single") == 1);
    CHECK(writer.count_invitations(second, "single") == 0);
    CHECK_THROWS_AS(writer.put_invitation({0, second, "aa", "single", 1, true, 9}), StoreFailure);
  }
  SECTION("a response is one invitation's, and its answers can be replaced") {
    const std::int64_t invitation = writer.put_invitation({0, first, "aa", "single", 1, true, 9});
    const std::int64_t id =
        writer.put_response({0, first, invitation, 1, "draft", 1, R"({"a":1})", "ko", 10, 11, std::nullopt});
    CHECK_THROWS_AS(
        writer.put_response({0, first, invitation, 2, "draft", 1, "{}", "ko", 1, 1, std::nullopt}),
        StoreFailure);
    writer.put_response({id, first, invitation, 1, "submitted", 2, "{}", "en", 77, 12, 12});
    const ResponseRow expected{id, first, invitation, 1, "submitted", 2, "{}", "en", 10, 12, 12};
    CHECK(writer.response(id) == expected);
    CHECK(writer.response_behind(invitation) == expected);
    CHECK_FALSE(writer.response_behind(invitation + 1));
  }
  SECTION("responses come by their number, also without an invitation") {
    for (std::int64_t number = 1; number <= 3; ++number) {
      writer.put_response({0, first, 0, number, number == 2 ? "draft" : "submitted", 1, "{}", "ko", 1, 1, 1});
    }
    const auto numbers = [&](const std::string& state, std::int64_t after, std::size_t limit) {
      std::vector<std::int64_t> found;
      for (const auto& row : writer.responses(first, state, after, limit)) found.push_back(row.number);
      return found;
    };
    CHECK(numbers("", 0, 9) == std::vector<std::int64_t>{1, 2, 3});
    CHECK(numbers("submitted", 0, 9) == std::vector<std::int64_t>{1, 3});
    CHECK(numbers("", 1, 1) == std::vector<std::int64_t>{2});
    CHECK(writer.count_responses(first, "") == 3);
    CHECK(writer.count_responses(first, "draft") == 1);
    CHECK(writer.last_response_number(first) == 3);
    CHECK(writer.last_response_number(second) == 0);
  }
  SECTION("what a response supports is kept once") {
    const std::int64_t id = writer.put_response({0, first, 0, 1, "submitted", 1, "{}", "ko", 1, 1, 1});
    writer.put_support({id, "report-b", 1});
    writer.put_support({id, "report-a", 2});
    writer.put_support({id, "report-b", 3});
    const std::vector<SupportRow> both{{id, "report-a", 2}, {id, "report-b", 1}};
    CHECK(writer.supported_by(id) == both);
    CHECK(writer.supports_of(first) == both);
    CHECK(writer.supports_of(second).empty());
    writer.remove_support(id, "report-a");
    CHECK(writer.supported_by(id) == std::vector<SupportRow>{{id, "report-b", 1}});
  }
}

}  // namespace yellowsea::store::contract
