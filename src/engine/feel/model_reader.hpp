#pragma once
#include <map>
#include <memory>
#include <set>

#include "engine/feel/dmn_xml.hpp"
#include "engine/feel/graph.hpp"
#include "engine/feel/names.hpp"

namespace leye::feel {

class ModelReader;

/// How a model is read: strictly, where the first fault stops it, or leniently, where a fault is noted and
/// answers null.
struct ModelReading {
    Graph& graph;
    const Source& imports;
    const Scope* facts = nullptr;        ///< given: strict, and these are the names that expressions may use
    std::vector<std::string> open = {};  ///< namespaces being read, the outermost first
    std::map<std::string, std::shared_ptr<ModelReader>> read = {};  ///< by namespace
    bool strict() const { return facts != nullptr; }
};

/// Reads one model file: its types, its elements, the expressions in their boxes and its tables.
class ModelReader {
  public:
    ModelReader(std::string_view xml, ModelReading& reading);
    /// All elements into the graph. Throws ModelStop.
    void read_elements();
    /// The tables that are a decision's own logic, by the decision's id. Throws ModelStop.
    std::map<std::string, DecisionTable, std::less<>> read_tables();
    /// Nothing where no such type is defined here or in the standard.
    TypeRef type_named(const std::string& name);

  private:
    struct Named {
        std::string path, id;
    };
    [[noreturn]] void stop(const pugi::xml_node& at, std::string zh, std::string en) const {
        file_.stop(at, std::move(zh), std::move(en));
    }

    // The file as a whole: graph_reader.cpp
    void import(const pugi::xml_node& n);
    std::string global(std::string_view href) const;
    std::string id_of(const pugi::xml_node& n) const;
    void head(const pugi::xml_node& n);
    void body(const pugi::xml_node& n);
    void show(std::string path, const std::string& id);

    // Types and texts: model_reader.cpp
    TypeRef definition(const pugi::xml_node& n, int depth);
    TypeRef type_at(const pugi::xml_node& n);
    TypeRef type_of_path(std::string_view path) const;
    void fault(const pugi::xml_node& n, const std::string& source, const std::string& zh, const std::string& en);
    /// As `fault`, of a text that the parser could not read.
    void unread(const pugi::xml_node& n, const std::string& source, const Refusal& why);
    Tree expression(const pugi::xml_node& n, const std::string& source, const Reading& reading);
    Tree tests(const pugi::xml_node& n, const std::string& source, const Reading& reading);

    // Boxes: boxes.cpp
    Tree box(const pugi::xml_node& n, const Scope& scope);
    Tree box_in(const pugi::xml_node& n, const Scope& scope);
    Tree boxed(const pugi::xml_node& n, const Scope& scope);
    Tree context(const pugi::xml_node& n, Scope scope);
    Tree function(const pugi::xml_node& n, Scope scope);
    Tree invocation(const pugi::xml_node& n, const Scope& scope);
    Tree relation(const pugi::xml_node& n, const Scope& scope);
    Tree over_a_list(const pugi::xml_node& n, const Scope& scope);
    static Tree coerced_to(Tree value, const TypeRef& type);

    // Tables: table_reader.cpp
    std::shared_ptr<DecisionTable> table(const pugi::xml_node& n, const Scope& scope);
    void policy(DecisionTable& t, const pugi::xml_node& n);
    Input input(const pugi::xml_node& n, const Reading& reading);
    void output(DecisionTable& t, const pugi::xml_node& c, const pugi::xml_node& n, const Reading& reading);
    Rule rule(const DecisionTable& t, const std::vector<std::string>& annotations, const pugi::xml_node& n,
              const Reading& reading);
    void agree(const pugi::xml_node& at, const std::string& source, const Node& tests,
               const TypeRef& type) const;

    std::string text_;
    ModelFile file_;
    ModelReading& reading_;
    int boxes_ = 0;
    std::string space_, element_;
    TypeRef element_type_;
    Scope members_;
    Names member_names_;
    Reading texts_;  ///< how expressions are read here
    std::map<std::string, pugi::xml_node> definitions_;
    std::map<std::string, TypeRef> types_;
    std::map<std::string, TypeRef, std::less<>> named_types_;  ///< of what expressions may name
    std::map<std::string, std::shared_ptr<ModelReader>> imported_;
    std::vector<Named> visible_;  ///< every element by its name, imported ones behind their import's
    std::map<std::string, std::string> path_of_;  ///< by id
};

}  // namespace leye::feel
