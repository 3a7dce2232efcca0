#include "services/determination/row.hpp"

#include <algorithm>
#include <cstring>

#include "base/json.hpp"
#include "base/text.hpp"
#include "engine/lines/csv.hpp"
#include "records/reference/document.hpp"

namespace leye::determination {
namespace {

constexpr size_t text_bytes_max = 60;

// A spreadsheet program puts an apostrophe before digits that are to stay text.
std::string_view plain(std::string_view text) {
    if (text.starts_with('\'')) text.remove_prefix(1);
    return text;
}

Said said_of_document(std::string_view code) {
    for (const Said said : {Said::number_15_digits, Said::number_characters, Said::number_region, Said::number_birth, Said::number_check})
        if (code_of(said) == code) return said;
    return code == "document_missing" ? Said::field_missing : Said::number_length;
}

// The usual case, 18 characters of a mainland number without anything to normalise, at no cost. False: look closer.
bool is_plain_number(std::string_view s, Date today, Date& birth) {
    if (s.size() != 18 || s[0] == '8') return false;
    static constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; ++i) {
        if (s[i] < '0' || s[i] > '9') return false;
        sum += (s[i] - '0') * weights[i];
    }
    if ("10X98765432"[sum % 11] != s[17]) return false;
    const auto number = [&](int from, int count) {
        int n = 0;
        for (int i = from; i < from + count; ++i) n = n * 10 + (s[i] - '0');
        return n;
    };
    const int province = number(0, 2);
    static constexpr uint64_t provinces = [] {
        uint64_t bits = 0;
        for (const int p : {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63}) bits |= uint64_t{1} << p;
        return bits;
    }();
    if (province > 63 || !(provinces >> province & 1)) return false;
    const auto born = Date::of(number(6, 4), number(10, 2), number(12, 2));
    if (!born || born->year() < 1900 || *born > today) return false;
    birth = *born;
    return true;
}

}  // namespace

std::string_view ReadBlock::record(size_t row) const {
    if (const auto kept_at = quoted.find(static_cast<uint32_t>(row)); kept_at != quoted.end()) return kept[kept_at->second];
    const size_t from = starts[row], end = row + 1 < starts.size() ? starts[row + 1] : block.text.size();
    std::string_view out = std::string_view(block.text).substr(from, end - from);
    for (const char last : {'\n', '\r'})
        if (out.ends_with(last)) out.remove_suffix(1);
    return out;
}

RowReader::RowReader(const Source& source, const Mapping& mapping, const seal::Seal& seal, Date today)
    : source_(source), mapping_(mapping), seal_(seal), today_(today), fields_(mapping.columns.size()) {
    expect(source.columns.size() <= columns_max, "a source has at most 24 columns");
}

void RowReader::read(ReadBlock& io) {
    std::span<char> rest(io.block.text), record;
    const auto rows = static_cast<size_t>(io.block.records);
    io.starts.reserve(rows), io.verdicts.reserve(rows), io.numbers.reserve(rows), io.told.reserve(rows);
    bool titles = mapping_.form == Form::csv && io.block.first_record == 1;
    while (lines::next_record(rest, record)) {
        io.starts.push_back(static_cast<uint32_t>(record.data() - io.block.text.data()));
        const auto row = static_cast<uint32_t>(io.verdicts.size());
        io.numbers.emplace_back();
        io.verdicts.emplace_back();
        if (titles) {
            titles = false, io.verdicts.back().said = Said::blank;
            continue;
        }
        for (Value& value : values_) value.text = {};
        if (std::all_of(record.begin(), record.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r'; }))
            io.verdicts.back().said = Said::blank;
        else if (mapping_.form == Form::csv ? !split(record, io) : !take_json({record.data(), record.size()}, io))
            io.verdicts.back().said = mapping_.form == Form::csv ? Said::row_shape : Said::row_json;
        else
            io.verdicts.back() = read_row(io, row);
    }
}

// Quoted fields are unquoted in place; the record is kept as it came, for who sees the refused ones.
bool RowReader::split(std::span<char> record, ReadBlock& io) {
    if (std::memchr(record.data(), '"', record.size())) {
        io.quoted.emplace(static_cast<uint32_t>(io.starts.size() - 1), io.kept.size());
        io.kept.emplace_back(record.data(), record.size());
    }
    const size_t count = lines::split(record, mapping_.separator, fields_);
    if (count != mapping_.columns.size()) return false;
    for (size_t i = 0; i < count; ++i)
        if (const int at = mapping_.columns[i].column; at != no_column) values_[static_cast<size_t>(at)].text = plain(fields_[i]);
    return true;
}

bool RowReader::take_json(std::string_view record, ReadBlock& io) {
    const auto parsed = json::parse(record);
    if (!parsed || !parsed->is_object()) return false;
    for (const auto& [key, value] : parsed->get_object()) {
        auto known = keys_.find(std::string(key));
        if (known == keys_.end()) {
            const std::string folded = fold_header(key);
            const auto at = std::ranges::find_if(source_.columns, [&](const SourceColumn& c) { return std::ranges::find(c.headers, folded) != c.headers.end(); });
            if (keys_.size() > 1000) return false;
            known = keys_.emplace(std::string(key), at == source_.columns.end() ? no_column : static_cast<int>(at - source_.columns.begin())).first;
        }
        if (known->second == no_column || value.is_null()) continue;
        if (!value.is_string() && !value.is_int64() && !value.is_uint64() && !value.is_double()) return false;
        std::string text = value.is_string() ? std::string(value.get_string()) : json::print(value);
        if (value.is_double()) text = std::to_string(value.get_double());
        values_[static_cast<size_t>(known->second)].text = text::trim(io.kept.emplace_back(std::move(text)));
    }
    return true;
}

Verdict RowReader::read_row(ReadBlock& io, uint32_t row) {
    for (size_t i = 0; i < source_.columns.size(); ++i) {
        const SourceColumn& column = source_.columns[i];
        Value& value = values_[i];
        Said said = Said::taken;
        if (column.type == ColumnType::document)
            said = read_number(value.text, io.numbers.back());
        else if (!value.text.empty())
            said = read_value(column, value, io);
        else if (column.required)
            said = Said::field_missing;
        if (said != Said::taken) return {said, static_cast<uint8_t>(i + 1)};
    }
    const bool retract = source_.action != no_column && values_[static_cast<size_t>(source_.action)].text.size() > 0 && values_[static_cast<size_t>(source_.action)].code == "retract";
    const size_t before = io.told.size();
    for (const SourceFact& told : source_.facts) {
        if (told.when != no_column) {
            const Value& when = values_[static_cast<size_t>(told.when)];
            if (when.text.empty() || when.code != told.when_code) continue;
        }
        uint8_t column = 0;
        if (const Said said = tell(told, retract, io, row, column); said != Said::taken) {
            io.told.resize(before);
            return {said, column};
        }
    }
    if (io.told.size() == before) return {Said::nothing_told, 0};
    if (io.told.size() == before + 1) return {Said::taken, 0};
    for (size_t i = before; i < io.told.size(); ++i) io.told[i].shared = true;
    return {Said::known, 0};
}

Said RowReader::read_value(const SourceColumn& column, Value& value, ReadBlock& io) {
    switch (column.type) {
        case ColumnType::month: {
            if (value.text == month_text_) {
                value.day = month_;
                return Said::taken;
            }
            const auto month = read_month(value.text);
            if (!month) return Said::day_invalid;
            month_text_ = value.text, month_ = *month, month_end_ = month->plus_months(1);
            value.day = *month;
            return Said::taken;
        }
        case ColumnType::day: {
            const auto day = read_day(value.text);
            if (!day) return Said::day_invalid;
            value.day = *day;
            return Said::taken;
        }
        case ColumnType::amount: {
            const auto amount = read_amount(value.text);
            if (!amount) return Said::amount_invalid;
            value.amount = *amount;
            return Said::taken;
        }
        case ColumnType::code:
            for (const auto& [word, ours] : column.codes)
                if (word == value.text) {
                    value.code = ours;
                    return Said::taken;
                }
            return Said::code_unknown;
        case ColumnType::unit: {
            const auto good = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
            if (!std::ranges::all_of(value.text, good)) {
                // As typed: half-width and in capitals.
                value.text = io.kept.emplace_back(text::upper(text::narrow(value.text)));
                std::erase_if(io.kept.back(), [](char c) { return c == ' ' || c == '-'; });
                value.text = io.kept.back();
            }
            const bool fits = value.text.size() == 18 || value.text.size() == 15 || value.text.size() == 13 || value.text.size() == 9;
            return fits && std::ranges::all_of(value.text, good) ? Said::taken : Said::unit_invalid;
        }
        case ColumnType::area: {
            const bool digits = std::ranges::all_of(value.text, [](char c) { return c >= '0' && c <= '9'; });
            if (!digits || (value.text.size() != 6 && value.text.size() != 9 && value.text.size() != 12)) return Said::area_invalid;
            value.code = value.text.substr(0, 6);
            return Said::taken;
        }
        case ColumnType::text:
            if (value.text.size() > text_bytes_max) return Said::text_long;
            value.code = value.text;
            return Said::taken;
        case ColumnType::document: break;
    }
    throw Bug("a column of no type");
}

Said RowReader::read_number(std::string_view text, party::NumberIndex& out) {
    std::string index;
    if (is_plain_number(text, today_, birth_)) {
        index = seal_.blind("citizen", text);
    } else {
        using enum reference::DocumentType;
        const auto number = reference::check_document(social_security_card, text, today_);
        if (!number) return said_of_document(number.error().code);
        const bool residence = number->starts_with('8');
        birth_ = *reference::birth_of(residence ? hmt_residence : resident_id, *number);
        index = seal_.blind(residence ? reference::name_of(hmt_residence) : "citizen", *number);
    }
    std::memcpy(out.data(), index.data(), out.size());
    return Said::taken;
}

Said RowReader::tell(const SourceFact& told, bool retract, ReadBlock& io, uint32_t row, uint8_t& column) {
    const auto said = [&](Said what, int at) {
        column = static_cast<uint8_t>(at + 1);
        return what;
    };
    const auto is_there = [&](int at) { return at != no_column && !values_[static_cast<size_t>(at)].text.empty(); };
    if (told.code != no_column && !is_there(told.code)) return Said::taken;  // what the row leaves out it does not tell
    Told out;
    fact::NewFact f;
    const int start = told.month != no_column ? told.month : told.from;
    if (!is_there(start)) return said(Said::field_missing, start);
    f.from = values_[static_cast<size_t>(start)].day;
    if (f.from > today_) return said(Said::day_future, start);
    if (f.from < source_.earliest) return said(Said::day_early, start);
    if (f.from < birth_) return said(Said::before_birth, start);
    if (told.month != no_column)
        f.until = f.from == month_ ? month_end_ : f.from.plus_months(1);
    else if (is_there(told.until))
        f.until = values_[static_cast<size_t>(told.until)].day;
    else if (is_there(told.last))
        f.until = values_[static_cast<size_t>(told.last)].day + 1;
    if (f.until && *f.until <= f.from) return said(Said::period_empty, is_there(told.until) ? told.until : told.last);
    if (is_there(told.amount)) f.amount = values_[static_cast<size_t>(told.amount)].amount;
    if (is_there(told.unit))
        f.unit = values_[static_cast<size_t>(told.unit)].text;
    else if (fact::has_unit_in_key(told.kind))
        return said(Said::field_missing, told.unit);
    f.code = told.code != no_column ? values_[static_cast<size_t>(told.code)].code : std::string_view(told.code_constant);
    out.from = f.from.days();
    if (f.until) out.until = f.until->days();
    if (f.amount) out.amount = *f.amount;
    out.code = f.code.data(), out.code_size = static_cast<uint16_t>(f.code.size());
    out.unit = f.unit.data() ? f.unit.data() : "", out.unit_size = static_cast<uint16_t>(f.unit.size());
    out.kind = told.kind, out.retract = retract, out.row = row;
    io.told.push_back(out);
    return Said::taken;
}

}  // namespace leye::determination
