#pragma once
#include "engine/table/document.hpp"
#include "engine/table/fresh_ids.hpp"
#include "engine/table/xml_edit.hpp"

namespace leye::table {

/// Writes rules, columns and cells as the file writes those that it has: its prefix, its lines, ids where
/// their like have them; a rule or column always gets an id.
class NewElements {
  public:
    /// in: all three outlive this and are those of the table as it stands.
    NewElements(const XmlEdit& edit, const TableParts& parts, FreshIds& ids)
        : edit_(edit), parts_(parts), ids_(ids) {}

    std::string input(const TableSheet::Input& wanted);
    /// Without values and fallback, which are written once it stands.
    std::string output(const TableSheet::Output& wanted);
    std::string annotation(const TableSheet::Annotation& wanted);
    /// With one empty cell for each column that there is.
    std::string rule(const TableSheet::Rule& wanted);
    /// Empty cells.
    std::vector<std::string> cells(std::string_view name, int model, size_t count);
    /// An element with a <text>, on as many lines as the model.
    std::string worded(std::string_view name, int model, const std::string& text,
                       const std::string& attributes) const;
    std::string text_element(const std::string& text) const;
    /// The attribute «id» of another kind, where the element beside has one.
    std::string id_beside(int element, std::string_view kind);

    /// Nothing where the value is empty.
    static std::string attribute(std::string_view name, const std::string& value);
    /// Whether an id of a sheet is none in the file.
    static bool is_stand_in(const std::string& id) { return id.empty() || id.starts_with('#'); }
    static int first(const std::vector<int>& list) { return list.empty() ? XmlSource::none : list.front(); }

  private:
    const XmlSource& xml() const { return edit_.xml(); }
    std::string tag(std::string_view name) const;
    std::string id_like(int model, std::string_view otherwise);
    std::string own_id(const std::string& wanted, int model, std::string_view otherwise);

    const XmlEdit& edit_;
    const TableParts& parts_;
    FreshIds& ids_;
};

}  // namespace leye::table
