#include "web/routes/attachments.hpp"

#include <map>

#include "engine/service/attachments.hpp"
#include "engine/service/file_type.hpp"
#include "web/pages/pages.hpp"
#include "web/routes/identity.hpp"
#include "web/routes/items.hpp"
#include "web/routes/respond.hpp"
#include "web/routes/submit.hpp"

namespace yellowsea::web {

class Uploads {
 public:
  // One more for that person, if there is room.
  bool enter(std::int64_t person, const AttachmentLimits& limits) {
    auto& own = of_person_[person];
    if (all_ >= limits.uploads_at_once || own >= limits.uploads_of_person_at_once) {
      if (own == 0) of_person_.erase(person);
      return false;
    }
    ++all_;
    ++own;
    return true;
  }
  void leave(std::int64_t person) {
    --all_;
    const auto own = of_person_.find(person);
    if (own != of_person_.end() && --own->second == 0) of_person_.erase(own);
  }

 private:
  std::size_t all_ = 0;
  std::map<std::int64_t, std::size_t> of_person_;
};

namespace {

constexpr std::string_view upload_path = "/api/v1/attachments";

Problem problem(ProblemCode code, const char* rule, const char* detail) {
  return {code, rule, detail, {}, Json::object()};
}

// The connection gives the body to it, the route takes the file out of it.
class UploadSink final : public BodySink {
 public:
  UploadSink(std::shared_ptr<Uploads> uploads, std::int64_t person, std::unique_ptr<UploadFile> file,
             std::string language)
      : uploads_(std::move(uploads)),
        person_(person),
        file_(std::move(file)),
        language_(std::move(language)) {}
  ~UploadSink() override { uploads_->leave(person_); }
  UploadSink(const UploadSink&) = delete;
  UploadSink& operator=(const UploadSink&) = delete;

  bool take(std::string_view bytes) override {
    auto taken = file_->append(bytes);
    if (!taken) failure_ = taken.error();
    return taken.has_value();
  }
  Response refusal() const override { return problem_response(failure_, language_); }

  std::int64_t person() const { return person_; }
  std::shared_ptr<UploadFile> file() const { return file_; }

 private:
  std::shared_ptr<Uploads> uploads_;
  std::int64_t person_;
  std::shared_ptr<UploadFile> file_;
  std::string language_;
  Problem failure_;
};

// Whether this request may upload at all, in the contract's order of errors.
Result<Caller> uploader(const ApiParts& parts, const Request& request, Instant now) {
  const auto name = file_name_of(request.query_value("name").value_or(""));
  if (!name) return Failure(name.error());
  auto caller = identify(parts.reader, parts.pack, request, now);
  if (!caller) return caller;
  if (!caller->signed_in())
    return Failure(problem(ProblemCode::unauthenticated, "not_signed_in", "Sign in first."));
  if (auto allowed = check_csrf(request, *caller, parts.options.allowed_origins); !allowed)
    return Failure(allowed.error());
  if (!may_write_at_all(parts.pack, *caller))
    return Failure(problem(ProblemCode::forbidden, "by", "this role fires no events"));
  if (parts.reader.unused_attachment_bytes(caller->person) >=
      static_cast<std::int64_t>(parts.options.attachments.unused_bytes_of_person)) {
    Problem full =
        problem(ProblemCode::too_many, "attachment_quota",
                "You have uploaded many files that nothing names yet; unused ones go after a day.");
    full.arguments["retry_after"] = 3600;
    return Failure(std::move(full));
  }
  return caller;
}

Json file_json(const store::AttachmentRow& row, const std::string& name) {
  return Json{{"reference", "sha256:" + row.sha256},
              {"name", name},
              {"media_type", row.media_type},
              {"size", row.size}};
}

// One upload on its way to the writer's thread and back. The answer is kept until the commit.
struct Keeping {
  std::shared_ptr<UploadFile> file;
  std::string media_type;
  std::string name;
  std::int64_t person = 0;
  std::string language;
  Reply reply;
  Response answer;
};

void keep(Keeping& keeping, WriterContext& context) {
  const auto kept = keep_attachment(context.recorder.session(), *keeping.file, keeping.media_type,
                                    keeping.person, keeping.name, context.now);
  keeping.answer = kept ? json_response(201, file_json(*kept, keeping.name))
                        : problem_response(kept.error(), keeping.language);
}

// The chunks of a stored file, each read when the one before is out: between them nothing is kept open.
class ChunkSource final : public BodySource {
 public:
  ChunkSource(store::Session& reader, const store::AttachmentRow& row)
      : reader_(reader), sha256_(row.sha256), size_(static_cast<std::uint64_t>(row.size)) {}
  std::uint64_t size() const override { return size_; }
  std::optional<std::string> next() override { return reader_.attachment_chunk(sha256_, place_++); }

 private:
  store::Session& reader_;
  std::string sha256_;
  std::uint64_t size_;
  std::int64_t place_ = 0;
};

bool names(const Json& visible, const std::string& sha256) {
  for (const auto& [pointer, found] : attachment_references(visible)) {
    if (found == sha256) return true;
  }
  return false;
}

// Whether something that the caller sees of the item names the file: its fields now, or an event of it.
bool is_visible(const ApiParts& parts, const machine::Item& item, const std::string& sha256,
                const Call& call) {
  const Sight sight = sight_of(call.caller, item);
  if (names(visible_members(item.definition->fields, item.fields, sight), sha256)) return true;
  constexpr std::size_t at_once = 100;
  std::int64_t after = 0;
  while (true) {
    const auto rows = parts.reader.history(item.kind, item.id, after, at_once);
    for (const store::EventRow& row : rows) {
      const auto event = visible_event(parts, item, row, sight);
      if (event && names(*event, sha256)) return true;
    }
    if (rows.size() < at_once) return false;
    after = rows.back().version;
  }
}

// RFC 8187: everything but unreserved ASCII as bytes in percent.
std::string extended_value(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string value;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (plain.find(c) != std::string_view::npos) {
      value += c;
    } else {
      value += '%';
      value += digits[byte >> 4];
      value += digits[byte & 0x0f];
    }
  }
  return value;
}

}  // namespace

std::shared_ptr<Uploads> make_uploads() { return std::make_shared<Uploads>(); }

BodyPlan plan_attachment(const ApiParts& parts, const std::shared_ptr<Uploads>& uploads,
                         const Request& request) {
  if (request.path != upload_path || request.method != "POST") return {};
  const std::string language(preferred_language(request.header("accept-language")));
  const auto refuse = [&](const Problem& why) {
    return BodyPlan{nullptr, 0, problem_response(why, language)};
  };
  const auto caller = uploader(parts, request, parts.clock.now());
  if (!caller) return refuse(caller.error());
  auto file = UploadFile::make(parts.options.upload_folder);
  if (!file) return refuse(file.error());
  if (!uploads->enter(caller->person, parts.options.attachments)) {
    return refuse(problem(ProblemCode::too_many, "uploads_at_once",
                          "Too many files are being uploaded at the same time; try again in a moment."));
  }
  return {std::make_shared<UploadSink>(uploads, caller->person, std::move(*file), language),
          parts.options.attachments.file_bytes, std::nullopt};
}

bool write_attachment(const ApiParts& parts, Call& call) {
  if (call.segments != std::vector<std::string>{"attachments"}) return false;
  const auto answer = [&](const Problem& why) {
    call.reply(problem_response(why, call.language));
    return true;
  };
  if (call.request.method != "POST") return false;
  const auto caller = uploader(parts, call.request, call.now);
  if (!caller) return answer(caller.error());
  const auto sink = std::dynamic_pointer_cast<UploadSink>(call.request.upload);
  if (sink == nullptr) return answer(problem(ProblemCode::malformed, "no_body", "The body is the file."));
  if (sink->person() != caller->person)
    return answer(problem(ProblemCode::unauthenticated, "session_ended", "Sign in first."));
  const auto file = sink->file();
  const auto name = file_name_of(call.request.query_value("name").value_or(""));
  const auto type = media_type_of(
      {file->size(), [&](std::uint64_t from, std::size_t count) { return file->read(from, count); }}, *name);
  if (!type) return answer(type.error());
  auto keeping =
      std::make_shared<Keeping>(Keeping{file, *type, *name, caller->person, call.language, call.reply, {}});
  auto submitted = parts.writer.submit(
      {[keeping](WriterContext& context) { keep(*keeping, context); },
       [keeping](const Result<void>& committed) {
         keeping->reply(committed ? std::move(keeping->answer)
                                  : problem_response(committed.error(), keeping->language));
       }});
  if (!submitted) return answer(submitted.error());
  return true;
}

std::optional<Response> read_upload(const ApiParts& parts, const Call& call) {
  if (call.segments.size() != 2 || call.segments[0] != "attachments") return std::nullopt;
  if (!call.caller.signed_in()) return not_signed_in(call.language);
  const std::string& sha256 = call.segments[1];
  const auto upload = parts.reader.attachment_upload(sha256, call.caller.person);
  const auto row = upload ? parts.reader.attachment(sha256) : std::nullopt;
  if (!row || row->erased_at) {
    return problem_response(
        {ProblemCode::not_found, "no_upload", "There is no such file.", {}, Json::object()}, call.language);
  }
  Response response = json_response(200, file_json(*row, upload->name));
  response.headers.emplace_back("cache-control", "no-store");
  return response;
}

std::optional<Response> read_attachment(const ApiParts& parts, const machine::Item& item, const Call& call) {
  if (call.segments.size() != 4 || call.segments[2] != "attachments") return std::nullopt;
  const std::string& sha256 = call.segments[3];
  const auto use = parts.reader.attachment_use(sha256, item.kind, item.id);
  const auto row = parts.reader.attachment(sha256);
  if (!use || !row || row->erased_at || !is_visible(parts, item, sha256, call))
    return problem_response(unknown_item(), call.language);
  Response response;
  const std::string tag = "\"" + sha256 + "\"";
  response.headers = {{"etag", tag}, {"cache-control", "private, no-cache"}};
  if (call.request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("content-type", row->media_type);
  response.headers.emplace_back("content-disposition",
                                "attachment; filename*=UTF-8''" + extended_value(use->name));
  response.headers.emplace_back("content-security-policy", "default-src 'none'; sandbox");
  response.stream = std::make_shared<ChunkSource>(parts.reader, *row);
  return response;
}

}  // namespace yellowsea::web
