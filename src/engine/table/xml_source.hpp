#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/table/xml_text.hpp"

namespace leye::table {

/// An XML text and where each element and attribute of it stands, so that one place can be changed and every
/// other byte stays. Libraries that build a tree lose quotes, entities, CDATA and the space between
/// attributes. Invariant: well-formed UTF-8 without a document type; every offset lies in `text()`.
class XmlSource {
  public:
    static constexpr size_t bytes_max = 10'000'000, elements_max = 1'000'000, name_bytes_max = 100;
    static constexpr int depth_max = 500;
    /// How much a text may hold. While it is being edited it may hold more than one that is read.
    struct Bounds {
        size_t bytes = bytes_max, elements = elements_max, attributes = 1'000;
    };
    static constexpr int none = -1;

    /// `begin` is at its «<», `open_end` behind the «>» of its start tag, `close_begin` at the «<» of its end
    /// tag, `end` behind it. Without content («<a/>») the last three are equal.
    struct Element {
        uint32_t begin, open_end, close_begin, end;
        uint32_t name_begin, name_end;
        int parent, first_child = none, previous = none, next = none;
        int space = none;  ///< of its namespace in `spaces`

        bool is_self_closing() const { return open_end == end; }
    };
    /// `begin` is in front of the blanks before its name, `value_begin` and `value_end` lie inside the
    /// quotes.
    struct Attribute {
        uint32_t begin, value_begin, value_end;
        std::string_view name;
    };

    /// Fails: table_file_too_large, table_xml_doctype, table_xml_encoding, table_xml_deep, table_xml_bytes,
    /// table_xml_markup, table_xml_unclosed, table_xml_mismatch, table_xml_entity, table_xml_attribute_twice
    /// (details: line). Cost: linear; a file over the bound is refused before it is looked at.
    static Result<XmlSource> parse(std::string text) { return parse(std::move(text), Bounds{}); }
    static Result<XmlSource> parse(std::string text, const Bounds& bounds);

    const std::string& text() const { return text_; }
    const std::vector<Element>& elements() const { return elements_; }
    const Element& operator[](int e) const { return elements_[static_cast<size_t>(e)]; }
    const std::vector<std::string>& spaces() const { return spaces_; }

    /// The name without prefix.
    std::string_view name(int e) const;
    /// The prefix with its colon, empty where there is none.
    std::string_view prefix(int e) const;
    /// The children of the same namespace as `e` that bear the name; every child of that namespace for "".
    std::vector<int> children(int e, std::string_view name = {}) const;
    int child(int e, std::string_view name) const;
    std::vector<Attribute> attributes(int e) const;
    std::optional<Attribute> find_attribute(int e, std::string_view name) const;
    /// The value with entities and line ends read; empty where it is absent.
    std::string attribute(int e, std::string_view name) const;
    /// The character data of the element itself, CDATA included, comments and child elements left out.
    std::string content(int e) const;
    /// From 1.
    int line(size_t offset) const;
    /// Every value of an attribute «id», of whatever namespace the element is.
    std::set<std::string, std::less<>> ids() const;

  private:
    class Parser;
    std::string text_;
    std::vector<Element> elements_;
    std::vector<std::string> spaces_;
};

}  // namespace leye::table
