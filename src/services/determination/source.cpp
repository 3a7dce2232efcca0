#include "services/determination/source.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/text.hpp"
#include "records/catalog/yaml_node.hpp"

namespace leye::determination {
namespace {

using catalog::YamlNode;

constexpr std::string_view types[] = {"document", "month", "day", "amount", "code", "unit", "area", "text"};
constexpr std::string_view everies[] = {"month", "quarter", "year", "seldom"};

/// What the codes of a kind may be; empty: anything.
std::vector<std::string_view> codes_of(fact::Kind kind) {
    using enum fact::Kind;
    switch (kind) {
        case business: return {"owner", "legal_representative", "shareholder"};
        case graduation: return {"secondary", "technical", "college", "bachelor", "master", "doctor"};
        case disability: return {"1", "2", "3", "4"};
        case marriage: return {"married", "divorced", "widowed", "single"};
        case grant_paid: return {"job_grant", "startup_grant", "graduate_grant"};
        case post: return {"management", "worker"};
        default: return {};
    }
}

bool is_monthly(fact::Kind kind) {
    using enum fact::Kind;
    return kind == insured_employee || kind == insured_flexible || kind == benefit_paid || kind == subsidy_paid;
}

bool needs_code(fact::Kind kind) {
    return !codes_of(kind).empty() || kind == fact::Kind::household || kind == fact::Kind::household_register || kind == fact::Kind::subsidy_paid;
}

template <size_t N>
size_t index_of(const std::string_view (&words)[N], std::string_view word) {
    const auto at = std::ranges::find(words, word);
    return at == std::end(words) ? 0 : static_cast<size_t>(at - words);
}

/// Reads one file.
class Reading {
  public:
    Reading(const std::string& file, std::vector<std::string>& faults) : node_(YamlNode::load(file, faults)), stem_(std::filesystem::path(file).stem().string()) {}

    Source read() {
        node_.only({"source", "name", "given_by", "purpose", "law", "every", "earliest", "columns", "facts"});
        out_.code = node_.get("source").text();
        if (out_.code != stem_) node_.get("source").fault(fmt::format("the file of the source «{}» is called {}.yaml", out_.code, out_.code));
        out_.name = node_.get("name").words();
        out_.given_by = node_.get("given_by").words();
        out_.purpose = node_.get("purpose").words();
        for (const auto& law : node_.get("law").list()) out_.law.push_back(law.text());
        if (out_.law.empty()) node_.fault("a source names its legal basis: law is empty");
        out_.every = static_cast<Every>(index_of(everies, node_.get("every").one_of({everies, everies + std::size(everies)})));
        const auto earliest = node_.get("earliest");
        if (const auto day = Date::parse(earliest.text()))
            out_.earliest = *day;
        else
            earliest.fault("a day such as 1992-01-01 is wanted");
        for (const auto& column : node_.get("columns").list()) read_column(column);
        if (out_.document == no_column) node_.fault("no column has the type document: nobody could be found");
        const auto facts = node_.get("facts").list();
        if (facts.empty()) node_.fault("no facts are told");
        for (const auto& told : facts) read_fact(told);
        return std::move(out_);
    }

  private:
    void read_column(const YamlNode& node) {
        node.only({"name", "label", "type", "required", "header", "codes"});
        SourceColumn column;
        column.name = node.get("name").text();
        column.label = node.get("label").words();
        const auto type = node.get("type");
        column.type = static_cast<ColumnType>(index_of(types, type.one_of({types, types + std::size(types)})));
        column.required = node.get("required", false).boolean();
        column.headers.push_back(fold_header(column.name));
        headers_.insert(column.headers.front());
        for (const auto& header : node.get("header").list()) add_header(column, header);
        if (column.headers.size() == 1) node.fault("header lists the titles that departments give the column");
        if (std::ranges::any_of(out_.columns, [&](const SourceColumn& other) { return other.name == column.name; })) node.fault(fmt::format("there is a column {} already", column.name));
        if ((column.type == ColumnType::code) != node.has("codes")) node.fault("codes stand at columns of the type code, and only there");
        for (const auto& [word, ours] : node.get("codes", false).entries()) column.codes.emplace_back(word, ours.text());
        const int at = static_cast<int>(out_.columns.size());
        if (column.type == ColumnType::document) {
            if (out_.document != no_column) type.fault("a source has one column of the type document");
            out_.document = at;
        }
        if (column.name == "action") {
            out_.action = at;
            for (const auto& [word, ours] : column.codes)
                if (ours != "tell" && ours != "retract") node.fault(fmt::format("«{}» of the action is tell or retract", word));
        }
        out_.columns.push_back(std::move(column));
    }

    void add_header(SourceColumn& column, const YamlNode& node) {
        const std::string folded = fold_header(node.text());
        if (folded != column.headers.front() && !headers_.insert(folded).second) node.fault(fmt::format("the title «{}» stands for another column too", node.text()));
        column.headers.push_back(folded);
    }

    int column_of(const YamlNode& node, std::string_view key, std::vector<ColumnType> wanted) {
        if (!node.has(key)) return no_column;
        const auto name = node.get(key);
        const auto at = std::ranges::find(out_.columns, name.text(), &SourceColumn::name);
        if (at == out_.columns.end()) return name.fault(fmt::format("there is no column {}", name.text())), no_column;
        if (std::ranges::find(wanted, at->type) == wanted.end()) name.fault(fmt::format("the column {} has the type {}, which cannot be {}", at->name, name_of(at->type), key));
        return static_cast<int>(at - out_.columns.begin());
    }

    void read_fact(const YamlNode& node) {
        using enum ColumnType;
        node.only({"kind", "when", "month", "from", "until", "last", "amount", "unit", "code", "says"});
        SourceFact told;
        const auto kind_node = node.get("kind");
        const auto kind = fact::find_kind(kind_node.text());
        if (!kind) return kind_node.fault(fmt::format("«{}» is no kind of fact", kind_node.text()));
        told.kind = *kind;
        if (node.has("when")) {
            const auto when = node.get("when");
            const auto entries = when.entries();
            if (entries.size() != 1) return when.fault("when names one column and its code");
            const auto at = std::ranges::find(out_.columns, entries[0].first, &SourceColumn::name);
            if (at == out_.columns.end() || at->type != ColumnType::code) return when.fault(fmt::format("there is no column {} of the type code", entries[0].first));
            told.when = static_cast<int>(at - out_.columns.begin());
            told.when_code = entries[0].second.text();
            if (std::ranges::none_of(at->codes, [&](const auto& c) { return c.second == told.when_code; })) when.fault(fmt::format("no word of {} means «{}»", at->name, told.when_code));
        }
        told.month = column_of(node, "month", {month});
        told.from = column_of(node, "from", {day, month});
        told.until = column_of(node, "until", {day});
        told.last = column_of(node, "last", {day});
        told.amount = column_of(node, "amount", {amount});
        told.unit = column_of(node, "unit", {unit});
        told.code = column_of(node, "code", {ColumnType::code, text, area});
        told.code_constant = node.get("says", false).text();
        check_fact(node, told);
        out_.facts.push_back(std::move(told));
    }

    void check_fact(const YamlNode& node, const SourceFact& told) const {
        if ((told.month == no_column) == (told.from == no_column)) node.fault("a fact has either a month or a day from which it is true");
        if (is_monthly(told.kind) != (told.month != no_column)) node.fault(fmt::format("{} is told for {}", name_of(told.kind), is_monthly(told.kind) ? "a month" : "the days from one on"));
        if (told.month != no_column && (told.until != no_column || told.last != no_column)) node.fault("a month has no other end");
        if (told.until != no_column && told.last != no_column) node.fault("an end is either the last day or the first without it");
        if (fact::has_unit_in_key(told.kind) && told.unit == no_column) node.fault(fmt::format("{} names its unit", name_of(told.kind)));
        if (needs_code(told.kind) != (told.code != no_column || !told.code_constant.empty())) node.fault(fmt::format("{} has {} code", name_of(told.kind), needs_code(told.kind) ? "a" : "no"));
        const auto allowed = codes_of(told.kind);
        if (allowed.empty()) return;
        const auto check = [&](const std::string& code) {
            if (std::ranges::find(allowed, code) == allowed.end()) node.fault(fmt::format("«{}» is no code of {}; known are {}", code, name_of(told.kind), fmt::join(allowed, ", ")));
        };
        if (!told.code_constant.empty()) check(told.code_constant);
        if (told.code != no_column)
            for (const auto& [_, ours] : out_.columns[static_cast<size_t>(told.code)].codes) check(ours);
    }

    YamlNode node_;
    std::string stem_;
    Source out_;
    std::set<std::string> headers_;
};

}  // namespace

std::string_view name_of(ColumnType type) { return types[static_cast<size_t>(type)]; }
std::string_view name_of(Every every) { return everies[static_cast<size_t>(every)]; }

std::string fold_header(std::string_view title) {
    const std::string narrow = text::upper(text::narrow(text::trim(title)));
    std::string out;
    int depth = 0;
    for (const char c : narrow) {
        if (c == '(' || c == '[') ++depth;
        if (depth == 0 && c != ' ' && c != '\t' && c != '_' && c != '"' && c != '\'' && c != '*' && c != '\r' && c != '\n') out += c;
        if ((c == ')' || c == ']') && depth > 0) --depth;
    }
    return out;
}

Sources Sources::load(const std::string& catalog_dir, std::vector<std::string>& faults) {
    Sources out;
    for (const std::string& file : catalog::yaml_files(catalog_dir + "/sources", ".yaml", faults)) out.all_.push_back(Reading(file, faults).read());
    return out;
}

const Source* Sources::find(std::string_view code) const {
    const auto at = std::ranges::find(all_, code, &Source::code);
    return at == all_.end() ? nullptr : &*at;
}

}  // namespace leye::determination
