// Files and their uses; erasing.
#include <catch2/catch.hpp>

#include "tests/engine/store/contract.hpp"

namespace yellowsea::store::contract {

void attachments(const StoreFactory& open) {
  const auto opened = open();
  Session& writer = opened.store->writer();
  const auto ann = writer.put_person(PersonRow{0, "ann", "Ann", "", false, {{"chamber", "ulsan"}}});
  const auto bob = writer.put_person(PersonRow{0, "bob", "Bob", "", false, {{"chamber", "ulsan"}}});

  CHECK_FALSE(writer.attachment("aa"));
  const std::string bytes("\0\xff chunk", 8);
  for (const char* hash : {"aa", "bb", "cc"}) {
    writer.put_attachment({hash, "application/pdf", 8, 100, {}});
    writer.put_attachment_chunk(hash, 0, bytes);
  }
  CHECK(writer.attachment("aa")->media_type == "application/pdf");
  CHECK(writer.attachment_chunk("aa", 0) == bytes);
  CHECK_FALSE(writer.attachment_chunk("aa", 1));
  CHECK(writer.attachments("aa", 1).front().sha256 == "bb");

  writer.put_attachment_upload({"aa", ann, "ann.pdf", 100});
  writer.put_attachment_upload({"bb", ann, "b.pdf", 100});
  writer.put_attachment_upload({"aa", bob, "bob.pdf", 200});
  CHECK(writer.attachment_upload("aa", ann)->name == "ann.pdf");
  CHECK(writer.attachment_upload("aa", bob)->name == "bob.pdf");
  CHECK_FALSE(writer.attachment_upload("bb", bob));
  CHECK(writer.unused_attachment_bytes(ann) == 16);

  writer.put_attachment_use({"bb", "plan", "p", "b.pdf", 300});
  writer.put_attachment_use({"bb", "plan", "p", "other.pdf", 400});
  CHECK(writer.attachment_use("bb", "plan", "p")->name == "b.pdf");
  CHECK_FALSE(writer.attachment_use("aa", "plan", "p"));
  CHECK(writer.attachment_uses("bb").size() == 1);
  CHECK(writer.unused_attachment_bytes(ann) == 8);

  // "bb" is used, "aa" was uploaded again later: only "cc", which nobody wants, is old enough.
  CHECK(writer.remove_unused_attachments(150, 10) == 1);
  CHECK_FALSE(writer.attachment("cc"));
  CHECK_FALSE(writer.attachment_chunk("cc", 0));
  CHECK(writer.remove_unused_attachments(201, 10) == 1);
  CHECK_FALSE(writer.attachment("aa"));
  CHECK(writer.remove_unused_attachments(10'000, 10) == 0);

  writer.put_attachment({"bb", "application/pdf", 8, 100, 500});
  writer.remove_attachment_bytes("bb");
  CHECK(writer.attachment("bb")->erased_at == 500);
  CHECK_FALSE(writer.attachment_chunk("bb", 0));
  CHECK(writer.attachment_use("bb", "plan", "p"));
  CHECK(writer.remove_unused_attachments(10'000, 10) == 0);
}

void erasure(const StoreFactory& open) {
  const auto opened = open();
  Session& writer = opened.store->writer();
  EventRow row = sample_event(1);
  row.secret = "{\"user\":\"ann\"}";
  row.secret_salt = "salt";
  writer.append_event(row);
  writer.replace_private_part(1, "{}", "");
  const auto rows = writer.history(row.kind, row.id, 0, 10);
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().secret == "{}");
  CHECK(rows.front().secret_salt.empty());
  CHECK(rows.front().body == row.body);

  const auto ann = writer.put_person(PersonRow{0, "ann", "Ann", "", false, {{"chamber", "ulsan"}}});
  writer.put_session(SessionRow{"hash", ann, "csrf", "chamber", "ulsan", 1, 1});
  writer.put_token(TokenRow{0, "hash", "n", ann, "chamber", "ulsan", 1, {}, false});
  writer.put_draft(ann, "a", "ann's", 1);
  writer.put_attachment({"aa", "application/pdf", 8, 100, {}});
  writer.put_attachment_upload({"aa", ann, "ann.pdf", 100});
  CHECK(writer.remove_drafts([](const std::string&, const std::string& body) { return body == "none"; }) ==
        0);
  writer.remove_person(ann);
  CHECK_FALSE(writer.person("ann"));
  CHECK_FALSE(writer.session("hash"));
  CHECK_FALSE(writer.token("hash"));
  CHECK_FALSE(writer.draft(ann, "a"));
  CHECK_FALSE(writer.attachment_upload("aa", ann));
  CHECK(writer.attachment("aa"));

  for (const char* key : {"k1", "k2"}) writer.put_receipt(ReceiptRow{"c", "r", key, "h", 200, "{}", key, 1});
  CHECK(writer.remove_receipts([](const ReceiptRow& receipt) { return receipt.body == "k1"; }) == 1);
  CHECK_FALSE(writer.receipt("c", "r", "k1"));
  CHECK(writer.receipt("c", "r", "k2"));

  writer.put_erasure({0, 5, "root", "person", "", "asked for", 3});
  auto erasures = writer.erasures();
  REQUIRE(erasures.size() == 1);
  CHECK(erasures.front().reason == "asked for");
  CHECK(erasures.front().parts == 3);
  erasures.front().by = "~erased";
  writer.put_erasure(erasures.front());
  CHECK(writer.erasures().front().by == "~erased");
}

}  // namespace yellowsea::store::contract
