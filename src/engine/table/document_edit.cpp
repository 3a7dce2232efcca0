#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/table/document.hpp"
#include "engine/table/fresh_ids.hpp"
#include "engine/table/new_elements.hpp"
#include "engine/table/xml_edit.hpp"

namespace leye::table {
namespace {

constexpr int none = XmlSource::none;

// For each wanted thing the number of the old one with the same id, or −1.
using Match = std::vector<int>;

template <class Things>
Match match(const Things& wanted, const Things& old) {
    std::map<std::string_view, int> numbers;
    for (size_t i = 0; i < old.size(); ++i) numbers[old[i].id] = static_cast<int>(i);
    Match out;
    for (const auto& thing : wanted) {
        const auto found = numbers.find(thing.id);
        out.push_back(found == numbers.end() ? -1 : found->second);
    }
    return out;
}

// The numbers of the old things that nothing wanted is.
std::vector<size_t> lost(const Match& match, size_t old_count) {
    std::vector<bool> kept(old_count);
    for (const int m : match)
        if (m >= 0) kept[static_cast<size_t>(m)] = true;
    std::vector<size_t> out;
    for (size_t i = 0; i < old_count; ++i)
        if (!kept[i]) out.push_back(i);
    return out;
}

// Where each wanted thing stands once the lost are gone and the new ones stand behind the old.
std::vector<size_t> order_of(const Match& match) {
    std::vector<size_t> by_old, out(match.size());
    for (size_t i = 0; i < match.size(); ++i)
        if (match[i] >= 0) by_old.push_back(i);
    std::ranges::sort(by_old, {}, [&](size_t i) { return match[i]; });
    size_t next = 0;
    for (const size_t i : by_old) out[i] = next++;
    for (size_t i = 0; i < match.size(); ++i)
        if (match[i] < 0) out[i] = next++;
    return out;
}

bool is_changed(const Match& match, size_t old_count) {
    return match.size() != old_count || std::ranges::find(match, -1) != match.end() ||
           !std::ranges::is_sorted(match);
}

class Editor {
  public:
    Editor(XmlSource source, size_t number, const TableSheet& wanted)
        : edit_(std::move(source)),
          number_(number),
          wanted_(wanted),
          ids_(xml().ids()),
          make_(edit_, parts_, ids_) {}

    Result<XmlSource> run() {
        look();
        inputs_ = match(wanted_.inputs, sheet_.inputs);
        outputs_ = match(wanted_.outputs, sheet_.outputs);
        annotations_ = match(wanted_.annotations, sheet_.annotations);
        rules_ = match(wanted_.rules, sheet_.rules);
        if (auto ok = take_ids(); !ok) return tl::unexpected(std::move(ok.error()));
        const TableParts old = parts_;
        if (is_changed(annotations_, old.annotations.size())) fill_notes();
        add_columns();
        add_rules();
        remove_lost(old);
        put_in_order();
        drop_emptied();
        write_columns();
        write_rules();
        check_result();
        if (xml().text().size() > XmlSource::bytes_max)
            return refuse("table_file_too_large", "file",
                          {{"limit", std::to_string(XmlSource::bytes_max / 1'000'000) + " MB"}});
        if (xml().elements().size() > XmlSource::elements_max)
            return refuse("table_file_too_large", "file",
                          {{"limit", std::to_string(XmlSource::elements_max)}});
        return edit_.xml();
    }

  private:
    const XmlSource& xml() const { return edit_.xml(); }

    void look() {
        edit_.commit();
        size_t left = number_;
        int table = none;
        for (int e = 0; table == none && e < static_cast<int>(xml().elements().size()); ++e)
            if (xml()[e].space == xml()[0].space && xml().name(e) == "decisionTable" && left-- == 0)
                table = e;
        expect(table != none, "the table is still there");
        parts_ = parts_of(xml(), table);
        auto sheet = sheet_of(xml(), parts_, {});
        expect(sheet.has_value(), "every step leaves a whole table");
        sheet_ = std::move(*sheet);
    }

    Result<void> take_ids() {
        Result<void> out;
        const auto take = [&](const auto& things, const Match& match, const char* name) {
            for (size_t i = 0; i < things.size() && out; ++i) {
                const auto& id = things[i].id;
                if (match[i] >= 0 || NewElements::is_stand_in(id)) continue;
                if (!is_xml_name(id))
                    out = refuse("table_id_invalid", fmt::format("{}[{}].id", name, i), {{"id", id}});
                else if (!ids_.take(id))
                    out = refuse("table_id_taken", fmt::format("{}[{}].id", name, i), {{"id", id}});
            }
        };
        take(wanted_.inputs, inputs_, "inputs");
        take(wanted_.outputs, outputs_, "outputs");
        take(wanted_.rules, rules_, "rules");
        return out;
    }

    // Rules may leave out their last notes: then they get them, so that each note has its place.
    void fill_notes() {
        for (const auto& rule : parts_.rules) add_notes(rule, parts_.annotations.size());
        look();
    }

    void add_notes(const TableParts::Rule& rule, size_t count) {
        if (rule.notes.size() >= count) return;
        const std::vector<std::string> more(
            count - rule.notes.size(),
            make_.worded("annotationEntry", NewElements::first(rule.notes), "", ""));
        edit_.insert_after(rule.notes.empty() ? rule.outputs.back() : rule.notes.back(), more);
    }

    void add_columns() {
        const auto inputs = each_new(wanted_.inputs, inputs_, [&](const auto& w) { return make_.input(w); });
        const auto outputs =
            each_new(wanted_.outputs, outputs_, [&](const auto& w) { return make_.output(w); });
        const auto annotations =
            each_new(wanted_.annotations, annotations_, [&](const auto& w) { return make_.annotation(w); });
        if (inputs.empty() && outputs.empty() && annotations.empty()) return;
        insert(parts_.inputs, parts_.outputs.front(), inputs);
        insert(parts_.outputs, none, outputs);
        if (!annotations.empty())
            edit_.insert_after(parts_.annotations.empty() ? parts_.outputs.back() : parts_.annotations.back(),
                               annotations);
        for (const auto& rule : parts_.rules) {
            insert(rule.cells, rule.outputs.front(),
                   make_.cells("inputEntry", NewElements::first(rule.cells), inputs.size()));
            insert(rule.outputs, none,
                   make_.cells("outputEntry", NewElements::first(rule.outputs), outputs.size()));
            add_notes(rule, rule.notes.size() + annotations.size());
        }
        look();
    }

    // Behind the last of the list, or before `next` where the list is empty.
    void insert(const std::vector<int>& list, int next, const std::vector<std::string>& elements) {
        if (elements.empty()) return;
        if (!list.empty()) return edit_.insert_after(list.back(), elements);
        for (const auto& element : elements) edit_.insert_before(next, element);
    }

    void add_rules() {
        const auto made = each_new(wanted_.rules, rules_, [&](const auto& w) { return make_.rule(w); });
        if (made.empty()) return;
        const int column = parts_.annotations.empty() ? parts_.outputs.back() : parts_.annotations.back();
        edit_.insert_after(parts_.rules.empty() ? column : parts_.rules.back().element, made);
        look();
    }

    template <class Things, class Make>
    static std::vector<std::string> each_new(const Things& wanted, const Match& match, Make make) {
        std::vector<std::string> out;
        for (size_t i = 0; i < match.size(); ++i)
            if (match[i] < 0) out.push_back(make(wanted[i]));
        return out;
    }

    // The old things still have their old numbers, as the new ones stand behind them.
    void remove_lost(const TableParts& old) {
        const auto rules = lost(rules_, old.rules.size());
        for (const size_t r : rules) edit_.remove(parts_.rules[r].element);
        look();
        const auto remove_column = [&](const std::vector<int>& columns, size_t c, auto member) {
            edit_.remove(columns[c]);
            for (const auto& rule : parts_.rules)
                if (c < (rule.*member).size()) edit_.remove((rule.*member)[c]);
        };
        for (const size_t c : lost(inputs_, old.inputs.size()))
            remove_column(parts_.inputs, c, &TableParts::Rule::cells);
        for (const size_t c : lost(outputs_, old.outputs.size()))
            remove_column(parts_.outputs, c, &TableParts::Rule::outputs);
        for (const size_t c : lost(annotations_, old.annotations.size()))
            remove_column(parts_.annotations, c, &TableParts::Rule::notes);
        look();
    }

    void put_in_order() {
        const auto columns = [&](const std::vector<int>& elements, const Match& match, auto member) {
            const auto order = order_of(match);
            if (std::ranges::is_sorted(order)) return;
            edit_.permute(elements, order);
            for (const auto& rule : parts_.rules) edit_.permute(rule.*member, order);
        };
        columns(parts_.inputs, inputs_, &TableParts::Rule::cells);
        columns(parts_.outputs, outputs_, &TableParts::Rule::outputs);
        columns(parts_.annotations, annotations_, &TableParts::Rule::notes);
        look();
        std::vector<int> rules;
        for (const auto& rule : parts_.rules) rules.push_back(rule.element);
        edit_.permute(rules, order_of(rules_));
        look();
    }

    void drop_emptied() {
        const auto drop = [&](int e, std::string_view name, const std::string& old,
                              const std::string& wanted) {
            if (!old.empty() && wanted.empty()) edit_.remove(xml().child(e, name));
        };
        for (size_t i = 0; i < parts_.inputs.size(); ++i)
            drop(parts_.inputs[i], "inputValues", sheet_.inputs[i].allowed, wanted_.inputs[i].allowed);
        for (size_t i = 0; i < parts_.outputs.size(); ++i) {
            drop(parts_.outputs[i], "outputValues", sheet_.outputs[i].values, wanted_.outputs[i].values);
            drop(parts_.outputs[i], "defaultOutputEntry", sheet_.outputs[i].fallback,
                 wanted_.outputs[i].fallback);
        }
        look();
    }

    void set_words(int e, const std::string& text) {
        const int inner = xml().child(e, "text");
        if (inner == none)
            edit_.append(e, {make_.text_element(text)});
        else
            edit_.set_content(inner, text);
    }

    void write_columns() {
        if (sheet_.hit_policy != wanted_.hit_policy)
            edit_.set_attribute(parts_.table, "hitPolicy", wanted_.hit_policy);
        if (sheet_.aggregation != wanted_.aggregation)
            edit_.set_attribute(parts_.table, "aggregation", wanted_.aggregation);
        for (size_t i = 0; i < parts_.inputs.size(); ++i)
            write_input(parts_.inputs[i], sheet_.inputs[i], wanted_.inputs[i]);
        for (size_t i = 0; i < parts_.outputs.size(); ++i)
            write_output(parts_.outputs[i], sheet_.outputs[i], wanted_.outputs[i]);
        for (size_t i = 0; i < parts_.annotations.size(); ++i)
            if (sheet_.annotations[i].name != wanted_.annotations[i].name)
                edit_.set_attribute(parts_.annotations[i], "name", wanted_.annotations[i].name, true);
    }

    void write_input(int e, const TableSheet::Input& old, const TableSheet::Input& w) {
        if (old.label != w.label) edit_.set_attribute(e, "label", w.label);
        const int expression = xml().child(e, "inputExpression"), values = xml().child(e, "inputValues");
        std::vector<std::string> more;
        if (expression != none) {
            if (old.type != w.type) edit_.set_attribute(expression, "typeRef", w.type);
            if (old.expression != w.expression) set_words(expression, w.expression);
        } else if (!w.expression.empty() || !w.type.empty()) {
            auto made = make_.worded("inputExpression", none, w.expression,
                                     NewElements::attribute("typeRef", w.type));
            if (values != none)
                edit_.insert_before(values, made);
            else
                more.push_back(std::move(made));
        }
        if (old.allowed != w.allowed) {
            if (values != none)
                set_words(values, w.allowed);
            else
                more.push_back(make_.worded("inputValues", expression, w.allowed,
                                            make_.id_beside(expression, "values_")));
        }
        edit_.append(e, more);
    }

    void write_output(int e, const TableSheet::Output& old, const TableSheet::Output& w) {
        if (old.label != w.label) edit_.set_attribute(e, "label", w.label);
        if (old.name != w.name) edit_.set_attribute(e, "name", w.name);
        if (old.type != w.type) edit_.set_attribute(e, "typeRef", w.type);
        const int values = xml().child(e, "outputValues"), fallback = xml().child(e, "defaultOutputEntry");
        std::vector<std::string> more;
        if (old.values != w.values) {
            auto made = make_.worded("outputValues", none, w.values, "");
            if (values != none)
                set_words(values, w.values);
            else if (fallback != none)
                edit_.insert_before(fallback, made);
            else
                more.push_back(std::move(made));
        }
        if (old.fallback != w.fallback) {
            if (fallback != none)
                set_words(fallback, w.fallback);
            else
                more.push_back(make_.worded("defaultOutputEntry", none, w.fallback, ""));
        }
        edit_.append(e, more);
    }

    void write_rules() {
        for (size_t r = 0; r < parts_.rules.size(); ++r) {
            const auto& rule = parts_.rules[r];
            const auto& old = sheet_.rules[r];
            const auto& w = wanted_.rules[r];
            for (size_t c = 0; c < w.cells.size(); ++c)
                if (old.cells[c] != w.cells[c]) set_words(rule.cells[c], w.cells[c]);
            for (size_t c = 0; c < w.outputs.size(); ++c)
                if (old.outputs[c] != w.outputs[c]) set_words(rule.outputs[c], w.outputs[c]);
            std::vector<std::string> more;
            size_t said = w.notes.size();
            while (said > 0 && w.notes[said - 1].empty()) --said;
            for (size_t c = 0; c < said; ++c) {
                if (c >= rule.notes.size())
                    more.push_back(
                        make_.worded("annotationEntry", NewElements::first(rule.notes), w.notes[c], ""));
                else if (old.notes[c] != w.notes[c])
                    set_words(rule.notes[c], w.notes[c]);
            }
            for (size_t c = said; c < rule.notes.size(); ++c)
                if (!old.notes[c].empty()) set_words(rule.notes[c], "");
            if (!more.empty())
                edit_.insert_after(rule.notes.empty() ? rule.outputs.back() : rule.notes.back(), more);
        }
    }

    void check_result() {
        look();
        TableSheet expected = wanted_;
        expected.decision = sheet_.decision;
        expected.name = sheet_.name;
        const auto fill = [](auto& things, const auto& now) {
            expect(things.size() == now.size(), "an edit leaves as many rules and columns as wanted");
            for (size_t i = 0; i < things.size(); ++i)
                if (NewElements::is_stand_in(things[i].id)) things[i].id = now[i].id;
        };
        fill(expected.inputs, sheet_.inputs);
        fill(expected.outputs, sheet_.outputs);
        fill(expected.annotations, sheet_.annotations);
        for (size_t i = 0; i < expected.annotations.size(); ++i)
            expected.annotations[i].id = sheet_.annotations[i].id;
        fill(expected.rules, sheet_.rules);
        expect(expected == sheet_, "an edited file says what was wanted");
    }

    XmlEdit edit_;
    size_t number_;
    const TableSheet& wanted_;
    FreshIds ids_;
    TableParts parts_;
    NewElements make_;
    TableSheet sheet_;
    Match inputs_, outputs_, annotations_, rules_;
};

}  // namespace

Result<XmlSource> edited(XmlSource source, size_t number_of_table, const TableSheet& wanted) {
    return Editor(std::move(source), number_of_table, wanted).run();
}

}  // namespace leye::table
