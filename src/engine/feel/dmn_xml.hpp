#pragma once
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leye::feel {

/// Thrown inside the readers of a model and caught where they are entered.
struct ModelStop {
    Refusal why;
};

/// The XML of one model. Invariant: well formed, its root is «definitions», at most 10 MB and 300 levels, no
/// entities of its own.
class ModelFile {
  public:
    /// Throws ModelStop: dmn_malformed, dmn_table.
    explicit ModelFile(std::string_view xml);
    ModelFile(const ModelFile&) = delete;
    ModelFile& operator=(const ModelFile&) = delete;

    pugi::xml_node root() const { return document_.document_element(); }
    /// The line an element begins on, from 1. Cost: logarithmic in the lines.
    size_t line_of(const pugi::xml_node& n) const { return line_at(n.offset_debug()); }
    /// Throws ModelStop with the element's line and what is wrong in both languages.
    [[noreturn]] void stop(const pugi::xml_node& at, std::string zh, std::string en) const;

  private:
    size_t line_at(ptrdiff_t offset) const;
    pugi::xml_document document_;
    std::vector<size_t> lines_;  ///< where each line begins
};

/// An element's name without its prefix.
std::string_view local_name(const pugi::xml_node& n);
pugi::xml_node child_named(const pugi::xml_node& n, std::string_view name);
/// All that stands in an element, comments left out: «a<!-- or -->b» and «a<![CDATA[b]]>» are «ab».
std::string own_text(const pugi::xml_node& n);
/// What the child «text» says, without the white space around it.
std::string text_in(const pugi::xml_node& n);
std::string name_of(const pugi::xml_node& n);
/// The attribute of that name, whatever its prefix; empty where there is none.
std::string_view attribute_named(const pugi::xml_node& n, std::string_view name);
/// Literal expression, context, decision table…: what may stand where a value is wanted.
bool is_expression(const pugi::xml_node& n);
pugi::xml_node expression_in(const pugi::xml_node& n);

}  // namespace leye::feel
