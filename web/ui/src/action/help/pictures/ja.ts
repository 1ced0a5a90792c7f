// Made by script/help-pictures.
import publicRegister from './ja/public-register.webp';
import publicEntry from './ja/public-entry.webp';
import publicVerify from './ja/public-verify.webp';
import chamberSurvey from './ja/chamber-survey.webp';
import chamberReport from './ja/chamber-report.webp';
import chamberConsult from './ja/chamber-consult.webp';
import cityOfficerStart from './ja/city_officer-start.webp';
import cityOfficerBoard from './ja/city_officer-board.webp';
import cityOfficerPlan from './ja/city_officer-plan.webp';
import cityOfficerProgress from './ja/city_officer-progress.webp';
import mayorOfficeDashboard from './ja/mayor_office-dashboard.webp';
import mayorOfficeApprove from './ja/mayor_office-approve.webp';
import mayorOfficeSign from './ja/mayor_office-sign.webp';
import secretariatReports from './ja/secretariat-reports.webp';
import secretariatCoverage from './ja/secretariat-coverage.webp';
import secretariatMemorandum from './ja/secretariat-memorandum.webp';
import secretariatRound from './ja/secretariat-round.webp';
import evaluatorDecide from './ja/evaluator-decide.webp';
import evaluatorAssess from './ja/evaluator-assess.webp';
import evaluatorReport from './ja/evaluator-report.webp';
import administratorInvite from './ja/administrator-invite.webp';
import administratorAudit from './ja/administrator-audit.webp';
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
