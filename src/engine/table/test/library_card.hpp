#pragma once
#include <string>

/// A DMN file of a library card office with everything that an edit has to leave alone.
namespace leye::table::test {

inline const std::string library_card = R"~(<?xml version="1.0" encoding="UTF-8"?>
<!-- kept by the card office -->
<dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
    xmlns:x='urn:x-office'   id="cards" name='cards' namespace="urn:cards">
  <dmn:extensionElements><x:owner  since = '2026'><![CDATA[<row & "seal">]]></x:owner></dmn:extensionElements>
  <dmn:inputData id="age_in" name="age"/>
  <dmn:decision id="card" name="借书证">
    <dmn:variable name="借书证"/>
    <dmn:decisionTable id="card_table" hitPolicy="UNIQUE" x:colour="blue">
      <dmn:input id="input_1" label="年龄">
        <dmn:inputExpression id="expression_1" typeRef="number"><dmn:text>age</dmn:text></dmn:inputExpression>
      </dmn:input>
      <dmn:input id="input_2" label="住在本市">
        <dmn:inputExpression id="expression_2" typeRef="boolean"><dmn:text>resident</dmn:text></dmn:inputExpression>
      </dmn:input>
      <dmn:output id="output_1" name="kind" label="证件" typeRef="string">
        <dmn:outputValues id="values_1"><dmn:text>"child", "adult", "none"</dmn:text></dmn:outputValues>
      </dmn:output>
      <dmn:annotation name="依据"/>
      <!-- young readers -->
      <dmn:rule id="rule_1">
        <dmn:inputEntry id="cell_1"><dmn:text>&lt; 16</dmn:text></dmn:inputEntry>
        <dmn:inputEntry id="cell_2"><dmn:text>-</dmn:text></dmn:inputEntry>
        <dmn:outputEntry id="cell_3"><dmn:text>"child"</dmn:text></dmn:outputEntry>
        <dmn:annotationEntry><dmn:text>章程一</dmn:text></dmn:annotationEntry>
      </dmn:rule> <!-- 1 -->
      <dmn:rule   id="rule_2" x:mark="&#x20BB7;" >
        <dmn:inputEntry id="cell_4"><dmn:text><![CDATA[>= 16]]></dmn:text></dmn:inputEntry>
        <dmn:inputEntry id="cell_5"><dmn:text>true</dmn:text></dmn:inputEntry>
        <dmn:outputEntry id="cell_6"><dmn:text>"adult"</dmn:text></dmn:outputEntry>
      </dmn:rule>
      <!-- everybody else
           <dmn:rule>never</dmn:rule> -->
      <dmn:rule id="rule_9">
        <dmn:inputEntry id="cell_7"><dmn:text>&gt;= 16</dmn:text></dmn:inputEntry>
        <dmn:inputEntry id="cell_8"><dmn:text>false</dmn:text></dmn:inputEntry>
        <dmn:outputEntry id="cell_9"><dmn:text>"none"</dmn:text></dmn:outputEntry>
        <dmn:annotationEntry><dmn:text/></dmn:annotationEntry>
      </dmn:rule>
    </dmn:decisionTable>
  </dmn:decision>
  <dmndi:DMNDI><dmndi:DMNDiagram id="diagram"><dmndi:DMNShape id="shape" dmnElementRef="card"/></dmndi:DMNDiagram></dmndi:DMNDI>
</dmn:definitions>
<!-- end -->
)~";

}  // namespace leye::table::test
