#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/base/json.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

struct Answer {
  int code = 0;
  std::string out;
  std::string err;
};

Answer run(std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants it
  std::ostringstream out;
  std::ostringstream err;
  auto* const old_out = std::cout.rdbuf(out.rdbuf());
  auto* const old_err = std::cerr.rdbuf(err.rdbuf());
  CLI::App app;
  CommandContext context;
  add_workflow_commands(app, context);
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError&) {
    context.exit_code = 2;
  }
  std::cout.rdbuf(old_out);
  std::cerr.rdbuf(old_err);
  return {context.exit_code, out.str(), err.str()};
}

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "yellowsea-workflow-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    folder_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, std::string text) const {
    std::replace(text.begin(), text.end(), '\'', '"');
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }
  std::string path() const { return folder_.string(); }

 private:
  fs::path folder_;
};

std::vector<std::string> workflows_in(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".json" && name.find(".schema.") == std::string::npos) {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string definition(const std::string& id, const std::string& machine, const std::string& more = "") {
  return "{'format':'yellowsea.workflow/1','id':'" + id +
         "','version':1,'title':{'en':'T','ja':'T','zh':'T','ko':'T'}," + more + "\n'machine':" + machine +
         "}";
}

}  // namespace

TEST_CASE("the built-in pack passes its own check without a warning", "[workflow]") {
  std::vector<std::string> arguments{"workflow", "check", "--strict"};
  const auto files = workflows_in(fs::path(YELLOWSEA_SOURCE_DIR) / "workflows");
  REQUIRE(files.size() == 5);
  arguments.insert(arguments.end(), files.begin(), files.end());
  const Answer answer = run(arguments);
  CHECK(answer.err == "");
  CHECK(answer.code == 0);
  // One alone is looked at beside the others of its pack.
  CHECK(run({"workflow", "check", "--strict", files.front()}).code == 0);
}

TEST_CASE("check fails on errors, and with --strict on warnings", "[workflow]") {
  const Folder folder;
  const std::string warned =
      folder.write("warned.json", definition("a", "{'tags':['settled'],'on':{'e':[{},{}]}}"));
  const Answer lenient = run({"workflow", "check", warned});
  CHECK(lenient.code == 0);
  CHECK(lenient.out == warned + ": ok, 1 warning\n");
  CHECK_THAT(lenient.err, Contains(warned + ":2:") && Contains("warning: this candidate of 'e'") &&
                              Contains("[indistinguishable]"));
  CHECK(run({"workflow", "check", "--strict", warned}).code == 1);
  const std::string wrong = folder.write(
      "wrong.json",
      definition("b", "{'tags':['settled'],'on':{'e':{'guard':{'type':'in','params':{'state':'x'}}}}}"));
  const Answer failed = run({"workflow", "check", warned, wrong});
  CHECK(failed.code == 1);
  CHECK_THAT(failed.err, Contains("error: there is no state 'x'"));
}

TEST_CASE("several files are checked together", "[workflow]") {
  const Folder folder;
  const std::string hears = folder.write(
      "hears.json",
      definition("hears", "{'tags':['settled'],'on':{'told':{}}}",
                 "'events':{'told':{'title':{'en':'T','ja':'T','zh':'T','ko':'T'},'internal':true}},"));
  const std::string tells = folder.write(
      "tells.json",
      definition("tells",
                 "{'tags':['settled'],'entry':{'type':'send','params':{'to':{'kind':'hears','match':"
                 "{'id':'/item/id'}},'event':'told'}}}"));
  CHECK_THAT(run({"workflow", "check", hears}).err, Contains("nobody can fire the event 'told'"));
  const Answer both = run({"workflow", "check", "--strict", hears, tells});
  CHECK(both.err == "");
  CHECK(both.code == 0);
}

TEST_CASE("roles are those of the pack around the file, or of --pack", "[workflow]") {
  const Folder folder;
  folder.write("config/roles.json", "[{'id':'clerk'}]");
  const std::string by =
      "'events':{'e':{'title':{'en':'T','ja':'T','zh':'T','ko':'T'},'by':[{'roles':['clerk']}]}},";
  const std::string text = definition("a", "{'tags':['settled'],'on':{'e':{}}}", by);
  CHECK(run({"workflow", "check", "--strict", folder.write("workflows/a.json", text)}).code == 0);
  const std::string elsewhere = folder.write("elsewhere/a.json", text);
  CHECK_THAT(run({"workflow", "check", elsewhere}).err, Contains("there is no role 'clerk' in the pack"));
  CHECK(run({"workflow", "check", "--strict", elsewhere, "--pack", folder.path()}).code == 0);
}

TEST_CASE(
    "a definition that cannot run is neither traced nor served, and an endless macrostep is left to the run",
    "[workflow]") {
  const Folder folder;
  const std::string events = folder.write("events.jsonl", "{'type':'e'}\n");
  const std::string loop = folder.write(
      "workflows/loop.json", definition("loop", "{'after':{'PT0S':{'target':'#(machine)','reenter':true}}}"));
  const Answer refused = run({"workflow", "trace", loop, "--events", events});
  CHECK(refused.code == 1);
  CHECK_THAT(refused.err, Contains("[zero_time_loop]"));
  CommandContext context;
  context.pack_folder = folder.path();
  const auto pack = load_pack(context);
  REQUIRE_FALSE(pack);
  CHECK_THAT(pack.error().detail, Contains("workflows/loop.json:2:") && Contains("[zero_time_loop]"));
  const std::string endless =
      folder.write("endless.json",
                   definition("endless", "{'on':{'e':{'actions':{'type':'raise','params':{'event':'e'}}}}}"));
  const Answer stopped = run({"workflow", "trace", endless, "--events", events});
  CHECK(stopped.code == 0);
  CHECK_THAT(stopped.out, Contains("\"refused_by\":\"endless_loop\""));
}

TEST_CASE("simulate prints its report, the same for the same seed, and fails on broken invariants",
          "[workflow]") {
  const Folder folder;
  const std::string file = folder.write(
      "a.json",
      definition("a", "{'initial':'x','states':{'x':{'on':{'go':'y'}},'y':{'type':'final'},'z':{}}}"));
  const std::vector<std::string> arguments{"workflow", "simulate", file, "--runs", "10", "--seed", "3"};
  const Answer answer = run(arguments);
  CHECK(answer.code == 0);
  CHECK_THAT(answer.out, Contains("states reached: 2 of 3 (66.6 %)") && Contains("y: open, go\n") &&
                             Contains("z (can never be; see check)") && Contains("invariants: all held"));
  CHECK(run(arguments).out == answer.out);
  const Answer json = run({"workflow", "simulate", file, "--runs", "10", "--seed", "3", "--format", "json"});
  CHECK(Json::parse(json.out).at("states").at("never") == Json::array({"z"}));
  const std::string endless =
      folder.write("endless.json",
                   definition("endless", "{'on':{'e':{'actions':{'type':'raise','params':{'event':'e'}}}}}"));
  const Answer broken = run({"workflow", "simulate", endless, "--runs", "5"});
  CHECK(broken.code == 1);
  CHECK_THAT(broken.out, Contains("the macrostep never ends"));
  CHECK(run({"workflow", "simulate", file, "--format", "xml"}).code == 2);
}

}  // namespace yellowsea::web
