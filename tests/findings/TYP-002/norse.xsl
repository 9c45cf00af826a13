<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0">
  <xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy></xsl:template>
  <xsl:template match="tei:p"><xsl:copy><xsl:attribute name="xml:lang">dwarvish tongue</xsl:attribute><xsl:apply-templates/></xsl:copy></xsl:template>
</xsl:stylesheet>
