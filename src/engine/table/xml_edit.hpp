#pragma once
#include "engine/table/xml_source.hpp"

namespace leye::table {

/// Changes to an XML text, gathered and then made at once. Invariant: no two of them overlap.
class XmlEdit {
  public:
    explicit XmlEdit(XmlSource source) : xml_(std::move(source)) {}

    const XmlSource& xml() const { return xml_; }
    /// Makes the gathered changes; elements have new numbers afterwards.
    void commit();

    /// Sets or adds an attribute; removes it where the value is empty and `keep_empty` is not set.
    void set_attribute(int e, std::string_view name, std::string_view value, bool keep_empty = false);
    /// Puts `text` in place of what the element holds; a lone CDATA section stays one.
    void set_content(int e, std::string_view text);
    /// Puts elements behind the last child, each on a line of its own where that is how the file is written.
    void append(int e, const std::vector<std::string>& elements);
    /// Puts elements behind or before a sibling, with the blanks that stand before that sibling.
    void insert_after(int sibling, const std::vector<std::string>& elements);
    void insert_before(int sibling, const std::string& element);
    /// Removes an element with the comments that lead to it and the blanks before them.
    void remove(int e);
    /// Puts element `order[i]` of the list in the place of element i, comments that lead to it included.
    void permute(const std::vector<int>& elements, const std::vector<size_t>& order);

    /// The blanks right before an element.
    std::string_view gap_before(int e) const;
    /// What stands before a child of `e` and before its end tag: as in the file, or one step further in than
    /// `e`.
    std::string gap_inside(int e) const;
    std::string gap_at_close(int e) const;
    /// One step of indentation, as the first child of the root shows it.
    std::string step() const;

  private:
    struct Splice {
        size_t begin, end;
        std::string with;
    };
    struct Span {
        size_t begin, end;
    };
    void splice(size_t begin, size_t end, std::string with) {
        splices_.push_back({begin, end, std::move(with)});
    }
    Span slot(int e) const;

    XmlSource xml_;
    std::vector<Splice> splices_;
};

}  // namespace leye::table
