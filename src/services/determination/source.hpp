#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/catalog/words.hpp"
#include "records/fact/fact.hpp"

/// What other departments hand over, one file of catalog/sources each: which columns mean which facts.
namespace leye::determination {

/// How the text of a column is read.
enum class ColumnType {
    document,  ///< number of the person's identity document
    month,     ///< 202610, 2026-10, 2026年10月
    day,       ///< 2026-10-01, 20261001, 2026/10/1, 2026年10月1日
    amount,    ///< yuan with at most two decimals; kept in 分
    code,      ///< one of the words of `codes`
    unit,      ///< unified social credit code
    area,      ///< six, nine or twelve digits; the first six are kept
    text,      ///< any, at most 60 bytes
};
std::string_view name_of(ColumnType type);

/// A column as departments write it.
struct SourceColumn {
    std::string name;
    catalog::Words label;
    ColumnType type = ColumnType::text;
    bool required = false;
    std::vector<std::string> headers;  ///< its name and other spellings of its title, folded by `fold_header`
    std::vector<std::pair<std::string, std::string>> codes;  ///< the department's word → ours
};

inline constexpr int no_column = -1;

/// A fact that a row tells: columns by index, `no_column` where there is none.
struct SourceFact {
    fact::Kind kind = fact::Kind::insured_employee;
    int when = no_column;    ///< told only where this column says `when_code`
    std::string when_code;
    int month = no_column;   ///< the fact is true for this month …
    int from = no_column;    ///< … or from this day
    int until = no_column;   ///< the first day without it
    int last = no_column;    ///< or the last day with it
    int amount = no_column, unit = no_column, code = no_column;
    std::string code_constant;
};

/// How often a source is expected to come.
enum class Every { month, quarter, year, seldom };
std::string_view name_of(Every every);

struct Source {
    std::string code;
    catalog::Words name, given_by, purpose;
    std::vector<std::string> law;
    Every every = Every::month;
    Date earliest;  ///< no fact begins before
    std::vector<SourceColumn> columns;
    std::vector<SourceFact> facts;
    int document = no_column;
    int action = no_column;  ///< the column whose word «retract» takes a fact back
};

/// All sources, read once; immutable and safe for many threads.
class Sources {
  public:
    /// Reads `catalog_dir`/sources. Faults as sentences with file and line.
    static Sources load(const std::string& catalog_dir, std::vector<std::string>& faults);
    const Source* find(std::string_view code) const;
    const std::vector<Source>& all() const { return all_; }

  private:
    std::vector<Source> all_;
};

/// A title as it is compared: half-width, upper case, without blanks, brackets and what stands in them.
std::string fold_header(std::string_view title);

}  // namespace leye::determination
