#include "web/graph/layout.hpp"

#include <algorithm>
#include <charconv>

#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"
#include "web/graph/child.hpp"

namespace yellowsea::web {
namespace {

std::string member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// "1.5,2" → numbers; nothing if it is no such list.
std::vector<double> numbers_of(const std::string& text) {
  std::vector<double> numbers;
  for (const std::string& part : split(text, ',')) {
    double number = 0;
    const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
    if (read.ec != std::errc{} || read.ptr != part.data() + part.size()) return {};
    numbers.push_back(number);
  }
  return numbers;
}

class Reader {
 public:
  explicit Reader(double height) : height_(height) { layout_.height = height; }

  // Graphviz counts from the bottom.
  Point point(double x, double y) const { return {x, height_ - y}; }

  bool read_box(const Json& object, const std::string& name) {
    const auto box = numbers_of(member(object, "bb"));
    if (box.size() != 4) return false;
    layout_.clusters[name] = {box[0], height_ - box[3], box[2] - box[0], box[3] - box[1]};
    return true;
  }

  bool read_node(const Json& object, const std::string& name) {
    const auto middle = numbers_of(member(object, "pos"));
    const auto width = numbers_of(member(object, "width"));
    const auto height = numbers_of(member(object, "height"));
    if (middle.size() != 2 || width.size() != 1 || height.size() != 1) return false;
    const double w = width[0] * 72;
    const double h = height[0] * 72;
    const Point at = point(middle[0], middle[1]);
    layout_.nodes[name] = {at.x - w / 2, at.y - h / 2, w, h};
    return true;
  }

  bool read_edge(const Json& edge) {
    Curve curve;
    bool backwards = false;  // laid out from its end: the arrowhead is where it starts
    for (const std::string& part : split(member(edge, "pos"), ' ')) {
      if (part.empty()) continue;
      const bool at_start = part.starts_with("s,");
      const bool head = at_start || part.starts_with("e,");
      backwards = backwards || at_start;
      const auto numbers = numbers_of(head ? part.substr(2) : part);
      if (numbers.size() != 2) return false;
      const Point at = point(numbers[0], numbers[1]);
      if (head)
        curve.tip = at;
      else
        curve.points.push_back(at);
    }
    if (curve.points.size() % 3 != 1) return false;
    if (backwards) std::reverse(curve.points.begin(), curve.points.end());
    if (const auto label = numbers_of(member(edge, "lp")); label.size() == 2)
      curve.label = point(label[0], label[1]);
    layout_.curves[member(edge, "id")] = std::move(curve);
    return true;
  }

  bool read(const Json& graph) {
    for (const Json& object : graph.value("objects", Json::array())) {
      const std::string name = member(object, "name");
      const bool read = name.starts_with("cluster") ? read_box(object, name) : read_node(object, name);
      if (!read) return false;
    }
    const Json edges = graph.value("edges", Json::array());
    return std::all_of(edges.begin(), edges.end(), [this](const Json& edge) { return read_edge(edge); });
  }

  Layout take(double width) {
    layout_.width = width;
    return std::move(layout_);
  }

 private:
  double height_;
  Layout layout_;
};

}  // namespace

Result<Layout> lay_out(const std::string& dot, const std::string& program) {
  const auto json = run_child({program, "-Kdot", "-Tjson0"}, dot);
  if (!json) return Failure(json.error());
  return read_layout(*json);
}

Result<Layout> read_layout(const std::string& json) {
  JsonLimits limits;
  limits.bytes = 64'000'000;
  limits.elements = 100'000;
  limits.keys = 1000;
  limits.string_code_points = 1'000'000;
  limits.floats = true;
  const auto graph = read_json(json, limits);
  const Failure wrong =
      fail(ProblemCode::internal, "layout", "the layout program's answer is not understood");
  if (!graph || !graph->is_object()) return wrong;
  const auto box = numbers_of(member(*graph, "bb"));
  if (box.size() != 4) return wrong;
  Reader reader(box[3]);
  if (!reader.read(*graph)) return wrong;
  return reader.take(box[2]);
}

}  // namespace yellowsea::web
