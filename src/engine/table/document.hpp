#pragma once
#include <optional>

#include "engine/table/table_sheet.hpp"
#include "engine/table/xml_source.hpp"

namespace leye::table {

/// A DMN file that is changed in place. Invariant: `text()` is the file as it was read but for the places
/// that an `apply` had to change: ids, layout, extensions, comments, unknown elements, prefixes, CDATA and
/// the blanks between them stay byte for byte. A file of DMN 1.4 or 1.5 keeps its own namespace, as a
/// decision table is written alike in all three; `version` tells, where only 1.3 is wanted.
class TableDocument {
  public:
    /// A decision table of the file. `decision` and `name` are of what holds it.
    struct Table {
        std::string id, decision, name;
        int line;
        int element;  ///< in the source
    };

    /// Fails: as XmlSource::parse, table_not_dmn, table_version, table_none. Bounds: those of XmlSource.
    static Result<TableDocument> load(std::string xml);

    const std::string& text() const { return source_.text(); }
    /// «1.3», «1.4» or «1.5».
    const std::string& version() const { return version_; }
    const std::vector<Table>& tables() const { return tables_; }
    /// The number of the table with that id, or of the only one of the decision with that id. Fails:
    /// table_unknown.
    Result<size_t> find(std::string_view id) const;

    /// Fails: table_rule_cells (details: line), and as check.
    Result<TableSheet> view(size_t table) const;
    /// Changes the file so that its view is `wanted`, with fresh ids where a rule or column has none. Rules
    /// and columns are the same where their ids are; an id that the file does not know is taken for a new
    /// one. Fails: as view and check, table_other, table_id_taken, table_id_invalid; nothing is changed then.
    /// Cost: a few passes over the file.
    Result<void> apply(size_t table, const TableSheet& wanted);

  private:
    TableDocument(XmlSource source, std::string version);
    XmlSource source_;
    std::string version_;
    std::vector<Table> tables_;
};

/// Where the parts of one table stand in the source.
struct TableParts {
    struct Rule {
        int element;
        std::vector<int> cells, outputs, notes;  ///< `notes` may be fewer than the annotations
    };
    int table;
    std::vector<int> inputs, outputs, annotations;
    std::vector<Rule> rules;
};
TableParts parts_of(const XmlSource& source, int table);
/// What the parts say. Fails: as TableDocument::view.
Result<TableSheet> sheet_of(const XmlSource& source, const TableParts& parts,
                            const TableDocument::Table& table);
/// The source with the changes that lead from what stands there to `wanted`, which is tidied and checked.
/// Fails: table_id_taken, table_id_invalid.
Result<XmlSource> edited(XmlSource source, size_t number_of_table, const TableSheet& wanted);

}  // namespace leye::table
