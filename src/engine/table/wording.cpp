#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/table/explain.hpp"
#include "engine/table/expression.hpp"

namespace leye::table {
namespace {

using feel::Node;
using feel::NodeKind;

constexpr std::array months_en = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};

std::string counted(int64_t n, const char* one) { return fmt::format("{} {}{}", n, one, n == 1 || n == -1 ? "" : "s"); }

Sentence words_of_months(int64_t months) {
    const int64_t years = months / 12, rest = months % 12;
    Sentence out;
    if (years != 0) out = {fmt::format("{} 年", years), counted(years, "year")};
    if (rest != 0 || years == 0) out.zh += fmt::format("{}{} 个月", years ? " " : "", rest), out.en += (years ? " " : "") + counted(rest, "month");
    return out;
}

Sentence joined(const std::vector<Sentence>& parts, const char* zh, const char* en) {
    Sentence out;
    for (size_t i = 0; i < parts.size(); ++i) {
        out.zh += (i ? zh : "") + parts[i].zh;
        out.en += (i ? en : "") + parts[i].en;
    }
    return out;
}

/// Puts the tests of one column in words.
class Wording {
  public:
    Wording(Kind kind, std::string_view source, const Labels& labels) : kind_(kind), source_(source), labels_(labels) {}

    Sentence tests(const Node& n) const {
        if (n.kind == NodeKind::test_any) return {"不限", "anything"};
        if (n.kind == NodeKind::test_not) {
            const Sentence inner = tests(*n.children[0]);
            return {"不是（" + inner.zh + "）", "not (" + inner.en + ")"};
        }
        if (n.kind == NodeKind::test_compare || n.kind == NodeKind::test_value) return one(n);
        if (n.kind != NodeKind::tests) return quoted();
        std::vector<Sentence> parts;
        for (const auto& c : n.children) parts.push_back(tests(*c));
        return joined(parts, "或", " or ");
    }

  private:
    Sentence quoted() const {
        const Sentence text = labelled(source_);
        return {"「" + text.zh + "」", "«" + text.en + "»"};
    }

    Sentence named(std::string_view name) const {
        const auto it = labels_.find(name);
        return it == labels_.end() ? Sentence{std::string(name), std::string(name)} : it->second;
    }

    // FEEL with the labels of facts in the place of their names, strings left alone.
    Sentence labelled(std::string_view feel) const {
        const auto is_word = [](char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<uint8_t>(c) >= 0x80; };
        Sentence out;
        for (size_t i = 0; i < feel.size();) {
            size_t end = i + 1;
            if (feel[i] == '"')
                end = std::min(feel.find('"', end), feel.size() - 1) + 1;
            else if (is_word(feel[i]))
                while (end < feel.size() && is_word(feel[end])) ++end;
            const std::string_view part = feel.substr(i, end - i);
            const Sentence said = is_word(part[0]) ? named(part) : Sentence{std::string(part), std::string(part)};
            out.zh += said.zh, out.en += said.en;
            i = end;
        }
        return out;
    }

    Sentence operand(const Node& n, bool inside = false) const {
        if (const auto value = constant_of(n)) return table::words_of(*value);
        if (n.kind == NodeKind::name) return named(n.text);
        static constexpr std::array<std::array<const char*, 3>, 4> signs = {{{"+", "加", "plus"}, {"-", "减", "minus"}, {"*", "乘", "times"}, {"/", "除以", "divided by"}}};
        for (const auto& [sign, zh, en] : signs) {
            if (n.kind != NodeKind::binary || n.text != sign) continue;
            const Sentence a = operand(*n.children[0], true), b = operand(*n.children[1], true);
            const Sentence out{fmt::format("{} {} {}", a.zh, zh, b.zh), fmt::format("{} {} {}", a.en, en, b.en)};
            return inside ? Sentence{"（" + out.zh + "）", "(" + out.en + ")"} : out;
        }
        return labelled(source_of(n));
    }

    Sentence bound(const std::string& op, const Sentence& v, bool day) const {
        if (op == "=") return v;
        if (op == "!=") return {"不是 " + v.zh, "not " + v.en};
        if (day) {
            if (op == "<") return {"早于 " + v.zh, "before " + v.en};
            if (op == "<=") return {"不晚于 " + v.zh, "not after " + v.en};
            return op == ">" ? Sentence{"晚于 " + v.zh, "after " + v.en} : Sentence{"不早于 " + v.zh, "not before " + v.en};
        }
        if (op == "<") return {v.zh + " 以下（不含）", "under " + v.en};
        if (op == "<=") return {v.zh + " 以下（含）", "at most " + v.en};
        return op == ">" ? Sentence{"超过 " + v.zh, "over " + v.en} : Sentence{v.zh + " 以上", "at least " + v.en};
    }

    bool is_day(const Node& n) const {
        const auto value = constant_of(n);
        return kind_ == Kind::date || kind_ == Kind::date_time || (value && (value->as<feel::Day>() || value->as<feel::DateTime>()));
    }

    Sentence one(const Node& n) const {
        const Node& said = *n.children[0];
        if (n.asks_input) return quoted();
        if (n.kind == NodeKind::test_compare) return bound(n.text, operand(said), is_day(said));
        if (said.kind == NodeKind::range && said.text.empty() && said.children.size() == 2) {
            const bool day = is_day(*said.children[0]);
            const Sentence low = bound(said.low_closed ? ">=" : ">", operand(*said.children[0]), day);
            const Sentence high = bound(said.high_closed ? "<=" : "<", operand(*said.children[1]), day);
            return {low.zh + "、" + high.zh, low.en + " and " + high.en};
        }
        if (said.kind == NodeKind::range && said.children.size() == 1) return bound(said.text, operand(*said.children[0]), is_day(*said.children[0]));
        if (said.kind == NodeKind::list) {
            std::vector<Sentence> parts;
            for (const auto& c : said.children) parts.push_back(operand(*c));
            return joined(parts, "或", " or ");
        }
        return said.kind == NodeKind::name || constant_of(said) ? operand(said) : quoted();
    }

    Kind kind_;
    std::string_view source_;
    const Labels& labels_;
};

}  // namespace

Labels labels_of(const feel::DecisionTable& table, Labels known) {
    known.try_emplace("today", Sentence{"今天", "today"});
    for (const auto& in : table.inputs) {
        const std::string& own = in.label.empty() ? in.source : in.label;
        const auto [it, added] = known.try_emplace(in.source, Sentence{own, own});
        if (!added && !in.label.empty()) it->second.zh = in.label;
    }
    return known;
}

Sentence words_of(const Node& tests, std::string_view source, Kind kind, const Labels& labels) { return Wording(kind, source, labels).tests(tests); }

Sentence words_of(const feel::Value& v) {
    if (v.is_null()) return {"未知", "not known"};
    if (const auto* b = v.as<bool>()) return *b ? Sentence{"是", "yes"} : Sentence{"否", "no"};
    if (const auto* s = v.as<std::string>()) return {"“" + *s + "”", "“" + *s + "”"};
    if (const auto* d = v.as<feel::Day>()) {
        const auto p = d->parts();
        return {fmt::format("{}年{}月{}日", p.year, p.month, p.day), fmt::format("{} {} {}", p.day, months_en[static_cast<size_t>(p.month) - 1], p.year)};
    }
    if (const auto* m = v.as<feel::MonthsDuration>()) return words_of_months(m->months);
    if (const auto* d = v.as<feel::DaysDuration>(); d && d->nanos == 0 && d->seconds % 86'400 == 0)
        return {fmt::format("{} 天", d->seconds / 86'400), counted(d->seconds / 86'400, "day")};
    if (const auto* items = v.as_list()) {
        std::vector<Sentence> parts;
        for (const auto& item : *items) parts.push_back(words_of(item));
        return parts.empty() ? Sentence{"没有", "none"} : joined(parts, "、", ", ");
    }
    const std::string text = feel::text_of(v);
    return {text, text};
}

}  // namespace leye::table
