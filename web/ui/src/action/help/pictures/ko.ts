// Made by script/help-pictures.
import publicRegister from './ko/public-register.webp';
import publicEntry from './ko/public-entry.webp';
import publicVerify from './ko/public-verify.webp';
import chamberSurvey from './ko/chamber-survey.webp';
import chamberReport from './ko/chamber-report.webp';
import chamberConsult from './ko/chamber-consult.webp';
import cityOfficerStart from './ko/city_officer-start.webp';
import cityOfficerBoard from './ko/city_officer-board.webp';
import cityOfficerPlan from './ko/city_officer-plan.webp';
import cityOfficerProgress from './ko/city_officer-progress.webp';
import mayorOfficeDashboard from './ko/mayor_office-dashboard.webp';
import mayorOfficeApprove from './ko/mayor_office-approve.webp';
import mayorOfficeSign from './ko/mayor_office-sign.webp';
import secretariatReports from './ko/secretariat-reports.webp';
import secretariatCoverage from './ko/secretariat-coverage.webp';
import secretariatMemorandum from './ko/secretariat-memorandum.webp';
import secretariatRound from './ko/secretariat-round.webp';
import evaluatorDecide from './ko/evaluator-decide.webp';
import evaluatorAssess from './ko/evaluator-assess.webp';
import evaluatorReport from './ko/evaluator-report.webp';
import administratorInvite from './ko/administrator-invite.webp';
import administratorAudit from './ko/administrator-audit.webp';
import type { HelpPicture } from '../content';

const pictures: Record<string, HelpPicture> = {
  'public-register': { url: publicRegister, width: 688, height: 560 },
  'public-entry': { url: publicEntry, width: 688, height: 620 },
  'public-verify': { url: publicVerify, width: 688, height: 430 },
  'chamber-survey': { url: chamberSurvey, width: 688, height: 460 },
  'chamber-report': { url: chamberReport, width: 688, height: 620 },
  'chamber-consult': { url: chamberConsult, width: 688, height: 480 },
  'city_officer-start': { url: cityOfficerStart, width: 688, height: 560 },
  'city_officer-board': { url: cityOfficerBoard, width: 688, height: 520 },
  'city_officer-plan': { url: cityOfficerPlan, width: 688, height: 620 },
  'city_officer-progress': { url: cityOfficerProgress, width: 688, height: 560 },
  'mayor_office-dashboard': { url: mayorOfficeDashboard, width: 688, height: 600 },
  'mayor_office-approve': { url: mayorOfficeApprove, width: 688, height: 420 },
  'mayor_office-sign': { url: mayorOfficeSign, width: 688, height: 560 },
  'secretariat-reports': { url: secretariatReports, width: 688, height: 440 },
  'secretariat-coverage': { url: secretariatCoverage, width: 688, height: 420 },
  'secretariat-memorandum': { url: secretariatMemorandum, width: 688, height: 520 },
  'secretariat-round': { url: secretariatRound, width: 688, height: 420 },
  'evaluator-decide': { url: evaluatorDecide, width: 688, height: 400 },
  'evaluator-assess': { url: evaluatorAssess, width: 688, height: 560 },
  'evaluator-report': { url: evaluatorReport, width: 688, height: 560 },
  'administrator-invite': { url: administratorInvite, width: 688, height: 560 },
  'administrator-audit': { url: administratorAudit, width: 688, height: 420 },
};

export default pictures;
