#pragma once
#include <array>
#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/lines/blocks.hpp"
#include "engine/seal/seal.hpp"
#include "records/party/number_map.hpp"
#include "services/determination/mapping.hpp"
#include "services/determination/row_said.hpp"

namespace leye::determination {

/// A fact that a line tells, in few bytes, since a month has ten million of them. Looks at its block's text.
struct Told {
    party::PersonId person;  ///< once it is known whose it is
    int32_t from = 0, until = INT32_MIN;  ///< days since 1970; no end: the least number
    int64_t amount = INT64_MIN;           ///< none: the least number
    const char *code = "", *unit = "";
    uint16_t code_size = 0, unit_size = 0;
    uint16_t city = 0;
    fact::Kind kind : 8 = fact::Kind::insured_employee;
    bool retract : 8 = false;
    bool shared : 8 = false;  ///< its line tells others too
    uint32_t row = 0;  ///< in its block

    fact::NewFact fact() const {
        return {.person = person, .kind = kind, .from = Date::of_days(from), .until = until == INT32_MIN ? std::nullopt : std::optional(Date::of_days(until)),
                .amount = amount == INT64_MIN ? std::nullopt : std::optional(amount), .code = {code, code_size}, .unit = {unit, unit_size}, .city = city, .retract = retract};
    }
};
static_assert(sizeof(Told) <= 64);

/// A block of records, read. What its facts look at lives as long as the block.
struct ReadBlock {
    lines::Block block;
    std::deque<std::string> kept;                    ///< texts that are not in the block as they are
    std::vector<uint32_t> starts;                    ///< of the records in the block
    std::unordered_map<uint32_t, size_t> quoted;     ///< records that were unquoted in place, as they came: their place in `kept`
    std::vector<Verdict> verdicts;                   ///< one for each record; where it tells one fact «taken», several «known»
    std::vector<party::NumberIndex> numbers;         ///< likewise; only of those, until it is known whose they are
    std::vector<Told> told;

    /// A record as it came, without its line end.
    std::string_view record(size_t row) const;
};

/// Reads records as facts. Knows no database. One for each thread.
class RowReader {
  public:
    /// in: `today` bounds the days; all outlive it.
    RowReader(const Source& source, const Mapping& mapping, const seal::Seal& seal, Date today);

    /// Reads a block, whose first record is passed over where it holds the titles. Cost: no memory for each row.
    void read(ReadBlock& io);

  private:
    struct Value {
        std::string_view text;
        std::string_view code;  // ours
        Date day;
        int64_t amount = 0;
    };
    static constexpr size_t columns_max = 24;

    bool split(std::span<char> record, ReadBlock& io);
    bool take_json(std::string_view record, ReadBlock& io);
    Verdict read_row(ReadBlock& io, uint32_t row);
    Said read_value(const SourceColumn& column, Value& value, ReadBlock& io);
    Said read_number(std::string_view text, party::NumberIndex& out);
    Said tell(const SourceFact& told, bool retract, ReadBlock& io, uint32_t row, uint8_t& column);

    const Source& source_;
    const Mapping& mapping_;
    const seal::Seal& seal_;
    Date today_;
    std::array<Value, columns_max> values_;
    std::vector<std::string_view> fields_;
    std::unordered_map<std::string, int> keys_;  // of NDJSON
    Date birth_;
    std::string month_text_;
    Date month_, month_end_;
};

/// The day or month that a text names; nothing where it names none.
std::optional<Date> read_day(std::string_view text);
std::optional<Date> read_month(std::string_view text);
/// 分 of «4,500.00»; nothing where it is no amount from 0 to 100 million yuan.
std::optional<int64_t> read_amount(std::string_view text);

}  // namespace leye::determination
