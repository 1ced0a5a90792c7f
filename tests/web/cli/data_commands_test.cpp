#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "engine/base/json.hpp"
#include "engine/base/text.hpp"
#include "engine/store/lock_file.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

struct Answer {
  int code = 0;
  std::string out;
  std::string err;
};

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// Runs commands on an installation of its own, in which the play of a whole round has happened.
class DataCommands {
 public:
  DataCommands() {
    std::string name = (fs::temp_directory_path() / "yellowsea-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    folder_ = name;
    context_.data_folder = data();
    if (!open_installation(context_, MissingData::make)) throw std::runtime_error("no installation");
  }
  ~DataCommands() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  DataCommands(const DataCommands&) = delete;
  DataCommands& operator=(const DataCommands&) = delete;

  std::string data() const { return (folder_ / "data").string(); }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary) << text;
    return file(name);
  }

  Answer run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--data", data()});
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants it
    std::ostringstream out;
    std::ostringstream err;
    auto* const old_out = std::cout.rdbuf(out.rdbuf());
    auto* const old_err = std::cerr.rdbuf(err.rdbuf());
    CLI::App app;
    CommandContext context;
    add_data_commands(app, context);
    add_upkeep_commands(app, context);
    try {
      app.parse(arguments);
    } catch (const CLI::ParseError&) {
      context.exit_code = 2;
    }
    std::cout.rdbuf(old_out);
    std::cerr.rdbuf(old_err);
    return {context.exit_code, out.str(), err.str()};
  }

  // The accepted lines of a play, as past events.
  void play(const std::string& name) const {
    const fs::path rounds = fs::path(YELLOWSEA_SOURCE_DIR) / "tests" / "rounds";
    const auto lines = split(text_of(rounds / (name + ".jsonl")), '\n');
    const auto answers = split(text_of(rounds / (name + ".expected.jsonl")), '\n');
    std::string history;
    for (std::size_t at = 0; at < answers.size(); ++at) {
      if (!answers[at].empty() && Json::parse(answers[at]).at("accepted") == Json(true))
        history += lines[at] + "\n";
    }
    const Answer answer = run({"import", "history", write("history.jsonl", history)});
    if (answer.code != 0) throw std::runtime_error(answer.err);
  }

  std::string count(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "query");
    arguments.emplace_back("--count");
    return trim(run(arguments).out);
  }

  void open_survey() const {
    const std::string at = R"({"at": "2020-01-01T00:00:00Z", "kind": "round", "key": "r1", "type": )";
    const Answer answer = run(
        {"import", "history",
         write("round.jsonl",
               at +
                   R"("open", "data": {"name": "R", "zone": "Asia/Tokyo", "survey_ends": "2199-12-31",)"
                   R"( "planned_meeting": "2200-06-01", "members": ["busan", "dalian", "fukuoka", "incheon",)"
                   R"( "kitakyushu", "qingdao", "shimonoseki", "tianjin", "ulsan", "yantai"]}})"
                   "\n" +
                   at + "\"open_survey\"}\n")});
    if (answer.code != 0) throw std::runtime_error(answer.err);
  }

 private:
  fs::path folder_;
  CommandContext context_;
};

const std::string survey_file = std::string(YELLOWSEA_SOURCE_DIR) + "/config/survey-2010-sample.csv";

}  // namespace

TEST_CASE("query lists items as they are and as they were") {
  DataCommands commands;
  commands.play("main");
  CHECK(commands.count({"round"}) == "1");
  CHECK(commands.count({"rounds"}) == "1");
  CHECK(commands.count({"round", "--as-of", "2010-02-01T00:00:00Z"}) == "0");
  CHECK(commands.count({"round", "--as-of", "2010-04-01T00:00:00Z", "--state", "surveying"}) == "1");
  CHECK(commands.count({"round", "--as-of", "2010-06-15T00:00:00Z", "--state", "surveying"}) == "0");
  CHECK(commands.count({"commitment", "--as-of", "2012-11-25T14:59:59Z", "--overdue"}) == "0");
  const Answer round = commands.run({"query", "round", "--as-of", "2010-04-01T00:00:00Z"});
  CHECK(round.code == 0);
  const Json item = Json::parse(round.out);
  CHECK(item.at("id") == "action-2010");
  CHECK(item.at("configuration") == Json({"surveying"}));
  CHECK(std::count(round.out.begin(), round.out.end(), '\n') == 1);
}

TEST_CASE("query says what it does not know") {
  DataCommands commands;
  CHECK(commands.run({"query", "ship"}).code == 2);
  CHECK(commands.run({"query", "round", "--state", "sailing"}).code == 2);
  CHECK(commands.run({"query", "round", "--as-of", "yesterday"}).code == 2);
  CHECK_THAT(commands.run({"query", "round", "--as-of", "yesterday"}).err, Contains("RFC 3339"));
}

TEST_CASE("the sample survey is imported once, and the second time every row is named") {
  DataCommands commands;
  commands.open_survey();
  const std::vector<std::string> import{"import", "survey", survey_file, "--round", "r1"};
  auto dry = import;
  dry.emplace_back("--dry-run");
  CHECK(commands.run(dry).out == "dry run: 22 rows would be imported; nothing was stored\n");
  CHECK(commands.count({"problem_report"}) == "0");
  const Answer first = commands.run(import);
  CHECK(first.err.empty());
  CHECK(first.out == "22 rows imported into r1\n");
  CHECK(commands.count({"problem_report", "--state", "submitted"}) == "22");
  const Answer second = commands.run(import);
  CHECK(second.code == 1);
  CHECK_THAT(second.err, StartsWith("yellowsea: " + survey_file +
                                    ":2: reference: it has been filed already, as 'r1-KKQ-01' [exists]\n"));
  CHECK_THAT(second.err, Contains("22 errors in 22 rows; nothing was imported"));
  CHECK(commands.count({"problem_report"}) == "22");
}

TEST_CASE("a refused history names file, line and rule, and stores nothing") {
  DataCommands commands;
  const std::string file = commands.write(
      "bad.jsonl", R"({"at": "2020-01-01T00:00:00Z", "kind": "round", "key": "r", "type": "close"})");
  const Answer answer = commands.run({"import", "history", file});
  CHECK(answer.code == 1);
  CHECK_THAT(answer.err,
             StartsWith("yellowsea: " + file + ": line 1: 'close' of round 'r' is refused by unknown_item"));
  CHECK(commands.run({"import", "history", commands.file("missing.jsonl")}).code == 1);
}

TEST_CASE("beside another process reading works and writing is refused") {
  DataCommands commands;
  commands.open_survey();
  const auto lock = store::LockFile::take(commands.data());
  REQUIRE(lock);
  const Answer import = commands.run({"import", "survey", survey_file, "--round", "r1"});
  CHECK(import.code == 1);
  CHECK_THAT(import.err, Contains("is in use by another yellowsea") && Contains("stop it first"));
  CHECK(commands.run({"import", "history", commands.write("empty.jsonl", "")}).code == 1);
  CHECK(commands.run({"doctor", "--rebuild"}).code == 1);
  CHECK(commands.run({"restore", commands.file("nothing")}).code == 1);
  CHECK(commands.count({"round"}) == "1");
  CHECK(commands.run({"export", "register", "--format", "json"}).code == 0);
  CHECK(commands.run({"backup", commands.file("beside.db")}).code == 0);
  const Answer doctor = commands.run({"doctor"});
  CHECK(doctor.code == 0);
  CHECK_THAT(doctor.out, Contains("not checked"));
}

TEST_CASE("the register as CSV, JSON and XLSX") {
  DataCommands commands;
  commands.play("main");
  const Answer csv = commands.run({"export", "register", "--format", "csv"});
  CHECK_THAT(csv.out, StartsWith("kind,id,round,state,"));
  const Json items = Json::parse(commands.run({"export", "register", "--format", "json"}).out).at("items");
  CHECK(items.size() > 1);
  CHECK(static_cast<std::size_t>(std::count(csv.out.begin(), csv.out.end(), '\r')) == items.size() + 1);
  CHECK(commands.run({"export", "register", "--format", "xlsx", "--output", commands.file("register.xlsx")})
            .code == 0);
  CHECK_THAT(text_of(commands.file("register.xlsx")), StartsWith("PK\x03\x04"));
  CHECK(commands.run({"export", "register", "--format", "pdf"}).code == 2);
  CHECK(commands.run({"export", "register"}).code == 2);
}

TEST_CASE("a backup brings everything back, and what is no backup changes nothing") {
  DataCommands commands;
  commands.play("main");
  const Answer before = commands.run({"query", "commitment"});
  REQUIRE(commands.run({"backup", commands.file("copy.db")}).code == 0);
  CHECK(commands.run({"backup", commands.file("copy.db")}).code == 1);
  commands.open_survey();
  CHECK(commands.count({"round"}) == "2");
  CHECK(commands.run({"restore", commands.write("garbage.db", std::string(5000, 'x'))}).code == 1);
  CHECK(commands.run({"restore", commands.file("missing.db")}).code == 1);
  CHECK(commands.count({"round"}) == "2");
  const Answer restored = commands.run({"restore", commands.file("copy.db")});
  CHECK(restored.err.empty());
  CHECK(restored.code == 0);
  for (const auto& file : fs::directory_iterator(commands.data()))
    CHECK(file.path().filename().string().find(".restored") == std::string::npos);
  CHECK(commands.count({"round"}) == "1");
  CHECK(commands.run({"query", "commitment"}).out == before.out);
  CHECK(commands.run({"doctor"}).code == 0);
  CHECK(fs::exists(commands.data() + "/yellowsea.db.replaced"));
}

TEST_CASE("doctor finds nothing wrong after a round, and rebuilds what it finds") {
  DataCommands commands;
  commands.play("main");
  const Answer well = commands.run({"doctor"});
  CHECK(well.code == 0);
  CHECK_THAT(well.out, Contains("ok: what is derived equals what the events say"));
  CHECK_THAT(commands.run({"doctor", "--rebuild"}).out, Contains("0 rows differed"));
}

TEST_CASE("a folder without an installation is left alone") {
  DataCommands commands;
  const std::string nowhere = commands.file("nowhere");
  CommandContext context;
  context.data_folder = nowhere;
  CHECK_FALSE(open_installation(context, MissingData::refuse));
  CHECK_FALSE(open_reader(context));
  CHECK_FALSE(fs::exists(nowhere));
}

}  // namespace yellowsea::web
