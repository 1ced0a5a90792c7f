#include "web/tables/markup.hpp"

#include <libxml/xmlreader.h>

#include <climits>
#include <memory>

namespace yellowsea::web {
namespace {

Failure wrong_markup(const std::string& detail) { return fail(ProblemCode::malformed, "markup", detail); }

std::string text_of(const xmlChar* text) {
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text));
}

struct FreeReader {
  void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};

std::string attribute_of(xmlTextReader* reader, const char* name) {
  std::string value;
  for (int more = xmlTextReaderMoveToFirstAttribute(reader); more == 1;
       more = xmlTextReaderMoveToNextAttribute(reader)) {
    if (text_of(xmlTextReaderConstLocalName(reader)) == name)
      value = text_of(xmlTextReaderConstValue(reader));
  }
  xmlTextReaderMoveToElement(reader);
  return value;
}

// Gives the node to `visit`; false if that wants no more.
bool give(xmlTextReader* reader, int type, const std::function<bool(const MarkupNode&)>& visit) {
  MarkupNode node;
  node.attribute = [reader](const char* name) { return attribute_of(reader, name); };
  if (type == XML_READER_TYPE_ELEMENT) {
    node.name = text_of(xmlTextReaderConstLocalName(reader));
    const bool empty = xmlTextReaderIsEmptyElement(reader) == 1;
    if (!visit(node)) return false;
    if (!empty) return true;
    node.kind = MarkupNode::Kind::end;
    return visit(node);
  }
  if (type == XML_READER_TYPE_END_ELEMENT) {
    node.kind = MarkupNode::Kind::end;
    node.name = text_of(xmlTextReaderConstLocalName(reader));
    return visit(node);
  }
  if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
      type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE || type == XML_READER_TYPE_WHITESPACE) {
    node.kind = MarkupNode::Kind::text;
    node.text = text_of(xmlTextReaderConstValue(reader));
    return visit(node);
  }
  return true;
}

}  // namespace

Result<void> walk_markup(std::string_view xml, const std::function<bool(const MarkupNode&)>& visit) {
  if (xml.size() > INT_MAX) return wrong_markup("the document is too long");
  const std::unique_ptr<xmlTextReader, FreeReader> reader(
      xmlReaderForMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!reader) return wrong_markup("the document cannot be read");
  int read = xmlTextReaderRead(reader.get());
  for (; read == 1; read = xmlTextReaderRead(reader.get())) {
    const int type = xmlTextReaderNodeType(reader.get());
    if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE)
      return wrong_markup("a document type or an entity of its own is not taken");
    if (!give(reader.get(), type, visit)) return {};
  }
  if (read != 0) return wrong_markup("the XML is not well-formed");
  return {};
}

}  // namespace yellowsea::web
