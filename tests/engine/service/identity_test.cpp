#include "engine/service/identity.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea;

namespace {

machine::Definition definition(Json identity) {
  machine::Definition definition;
  definition.kind = "loan";
  definition.identity = std::move(identity);
  return definition;
}

void put(machine::MemoryRepository& repository, const std::string& id) {
  auto item = std::make_shared<machine::Item>();
  item->kind = "loan";
  item->id = id;
  item->order = repository.next_order();
  repository.put(item);
}

}  // namespace

TEST_CASE("an id is made of the values that the definition names") {
  machine::MemoryRepository repository;
  const auto loan = definition({{"from", {"/fields/year", "/fields/book"}}, {"join", "-"}});
  CHECK(item_id_for(loan, {{"year", "2010"}, {"book", "KKQ-01"}}, repository) == "2010-KKQ-01");
  CHECK(item_id_for(loan, {{"year", 2010}, {"book", "the  Red/Book"}}, repository) == "2010-the-Red-Book");
  CHECK(item_id_for(loan, {{"year", "..a"}, {"book", "b.1_c-"}}, repository) == "a-b.1_c");
}

TEST_CASE("an id that is taken gets a number, the smallest that is free") {
  machine::MemoryRepository repository;
  const auto loan = definition({{"from", {"/fields/book"}}});
  put(repository, "red");
  CHECK(item_id_for(loan, {{"book", "red"}}, repository) == "red-2");
  put(repository, "red-2");
  CHECK(item_id_for(loan, {{"book", "red"}}, repository) == "red-3");
}

TEST_CASE("without a usable value the id is the kind with a number") {
  machine::MemoryRepository repository;
  put(repository, "first");
  const auto loan = definition({{"from", {"/fields/year", "/fields/book"}}});
  CHECK(item_id_for(loan, {{"year", "2010"}}, repository) == "loan-2");
  CHECK(item_id_for(loan, {{"year", "2010"}, {"book", "赤い本"}}, repository) == "loan-3");
  CHECK(item_id_for(loan, {{"year", "2010"}, {"book", {{"a", 1}}}}, repository) == "loan-4");
  CHECK(item_id_for(definition(nullptr), Json::object(), repository) == "loan-5");
}

TEST_CASE("a made id leaves room for what others add to it") {
  machine::MemoryRepository repository;
  const std::string id =
      item_id_for(definition({{"from", {"/fields/book"}}}), {{"book", std::string(500, 'x')}}, repository);
  CHECK(id.size() == 60);
  CHECK(is_item_id(id));
}

TEST_CASE("what an id may be") {
  for (const char* good : {"a", "7", "action-2010", "A.b_c~d-2", "KKQ-01.dalian"}) CHECK(is_item_id(good));
  for (const char* bad : {"", "-a", ".a", "~", "a b", "a/b", "a%20", "é", "a\n"})
    CHECK_FALSE(is_item_id(bad));
  CHECK(is_item_id(std::string(100, 'a')));
  CHECK_FALSE(is_item_id(std::string(101, 'a')));
}
