#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "engine/base/json.hpp"
#include "engine/store/lock_file.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {

namespace {

struct Answer {
  int code = 0;
  std::string out;
  std::string err;
};

// Runs commands on a data folder of its own, with standard input and output kept in memory.
class CommandPlace {
 public:
  CommandPlace() {
    std::string name = (std::filesystem::temp_directory_path() / "yellowsea-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    folder_ = name;
    // A terminal would be asked for the password.
    if (std::freopen("/dev/null", "r", stdin) == nullptr) throw std::runtime_error("no /dev/null");
  }
  ~CommandPlace() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  CommandPlace(const CommandPlace&) = delete;
  CommandPlace& operator=(const CommandPlace&) = delete;

  std::string data() const { return (folder_ / "data").string(); }

  Answer run(std::vector<std::string> arguments, const std::string& input = "") const {
    arguments.insert(arguments.end(), {"--data", data()});
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants it
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    auto* const old_in = std::cin.rdbuf(in.rdbuf());
    auto* const old_out = std::cout.rdbuf(out.rdbuf());
    auto* const old_err = std::cerr.rdbuf(err.rdbuf());
    CLI::App app;
    CommandContext context;
    add_people_commands(app, context);
    try {
      app.parse(arguments);
    } catch (const CLI::ParseError&) {
      context.exit_code = 2;
    }
    std::cin.clear();
    std::cin.rdbuf(old_in);
    std::cout.rdbuf(old_out);
    std::cerr.rdbuf(old_err);
    return {context.exit_code, out.str(), err.str()};
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("accounts and tokens are made, listed and closed on the command line") {
  const CommandPlace place;
  const Answer missing = place.run({"user", "list"});
  CHECK(missing.code == 1);
  CHECK(missing.err.find("there is no such folder") != std::string::npos);

  const std::vector<std::string> add{"user", "add", "ann", "--name", "Ann", "--role", "chamber@kitakyushu"};
  CHECK(place.run(add).err.find("standard input") != std::string::npos);
  CHECK(place.run(add, "short\n").err.find("[password_too_short]") != std::string::npos);
  REQUIRE(place.run(add, "three wet umbrellas\r\n").code == 0);
  CHECK(place.run(add, "three wet umbrellas\n").err == "yellowsea: There is a user 'ann' already.\n");
  CHECK(place.run({"user", "add", "bob", "--role", "chamber@toolshed"}, "three wet umbrellas\n").code == 1);
  CHECK(place.run({"user", "add", "bob"}, "three wet umbrellas\n").code == 2);
  CHECK(place.run({"user", "passwd", "ann"}, "four dry umbrellas\n").code == 0);
  CHECK(place.run({"user", "passwd", "bob"}, "four dry umbrellas\n").code == 1);

  const Answer token = place.run({"token", "add", "ann", "--name", "map"});
  REQUIRE(token.code == 0);
  CHECK(token.out.size() == 47);
  CHECK(token.out.starts_with("ys_"));
  CHECK(token.out.back() == '\n');
  CHECK(place.run({"token", "add", "ann", "--name", "map", "--role", "secretariat@secretariat"}).code == 1);
  const Answer tokens = place.run({"token", "list"});
  CHECK(tokens.out.find(token.out.substr(0, 46)) == std::string::npos);
  CHECK(Json::parse(tokens.out).at("role") == "chamber@kitakyushu");
  REQUIRE(place.run({"token", "revoke", "1"}).code == 0);
  CHECK(Json::parse(place.run({"token", "list"}).out).at("revoked") == true);
  CHECK(place.run({"token", "revoke", "2"}).code == 1);

  REQUIRE(place.run({"user", "disable", "ann"}).code == 0);
  CHECK(Json::parse(place.run({"user", "list"}).out) ==
        Json{{"user", "ann"}, {"name", "Ann"}, {"roles", {"chamber@kitakyushu"}}, {"disabled", true}});
  REQUIRE(place.run({"user", "disable", "ann", "--undo"}).code == 0);
  CHECK(Json::parse(place.run({"user", "list"}).out).at("disabled") == false);
}

TEST_CASE("the last administrator is not closed from the command line either") {
  const CommandPlace place;
  const auto add = [&](const std::string& user, const std::string& role) {
    return place.run({"user", "add", user, "--role", role}, "three wet umbrellas\n").code;
  };
  REQUIRE(add("ann", "administrator@operations") == 0);
  REQUIRE(add("bob", "chamber@kitakyushu") == 0);
  const Answer refused = place.run({"user", "disable", "ann"});
  CHECK(refused.code == 1);
  CHECK(refused.err.find("last administrator") != std::string::npos);
  CHECK(place.run({"user", "disable", "bob"}).code == 0);
  REQUIRE(add("kim", "administrator@operations") == 0);
  CHECK(place.run({"user", "disable", "ann"}).code == 0);
  CHECK(place.run({"user", "disable", "kim"}).code == 1);
  CHECK(place.run({"user", "disable", "nobody"}).code == 1);
}

TEST_CASE("beside a running server accounts can be listed but not changed") {
  const CommandPlace place;
  const std::vector<std::string> add{"user", "add", "ann", "--role", "chamber@kitakyushu"};
  REQUIRE(place.run(add, "three wet umbrellas\n").code == 0);
  const auto lock = store::LockFile::take(place.data());
  REQUIRE(lock);
  const Answer refused = place.run({"user", "disable", "ann"});
  CHECK(refused.code == 1);
  CHECK(refused.err.find("is in use by another yellowsea") != std::string::npos);
  CHECK(Json::parse(place.run({"user", "list"}).out).at("disabled") == false);
}

}  // namespace yellowsea::web
